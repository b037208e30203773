/** Numbers in bytes, and bytes in text: by what every browser and Node has, since kit's codecs are larger. */

import type { ReadonlyUint8Array } from "@solana/kit";

/** A view of bytes; integers in it are little-endian. */
export function viewOf(data: ReadonlyUint8Array): DataView {
  return new DataView(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}

/** An unsigned integer of eight bytes. */
export function u64At(data: ReadonlyUint8Array, at: number): bigint {
  return viewOf(data).getBigUint64(at, true);
}

/** A signed integer of eight bytes. */
export function i64At(data: ReadonlyUint8Array, at: number): bigint {
  return viewOf(data).getBigInt64(at, true);
}

/** The lowest `size` bytes of an integer, the least first. */
export function littleEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

/** Bytes as hexadecimal digits. */
export function toHex(bytes: ReadonlyUint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Bytes as base64. */
export function toBase64(bytes: ReadonlyUint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Base64 as bytes. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
