/** Whether an answer of the index is what it should be: a page that trusts it breaks on one that is not. */

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** An amount in base units. */
const isDigits = (value: unknown) => typeof value === "string" && /^\d{1,39}$/.test(value);
/** Unix seconds that a date can have. */
const isTime = (value: unknown) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 1e11;
const isText = (value: unknown) => typeof value === "string";

export function isSupplyHour(item: unknown): boolean {
  if (!isObject(item) || !isObject(item["by"])) return false;
  return isTime(item["hour"]) && isDigits(item["burned"]) && Object.values(item["by"]).every(isDigits);
}

export function isPriceHour(item: unknown): boolean {
  if (!isObject(item) || !["kind", "key", "currency"].every((name) => isText(item[name]))) return false;
  return isTime(item["hour"]) && ["low", "high", "average", "volume"].every((name) => isDigits(item[name]));
}

export function isHistoryItem(item: unknown): boolean {
  if (!isObject(item) || !["id", "signature", "name"].every((name) => isText(item[name]))) return false;
  return isTime(item["time"]) && isObject(item["data"]);
}

export function isStatus(body: unknown): boolean {
  if (!isObject(body) || !isObject(body["cluster"])) return false;
  const { cluster, time, behind_seconds: behind, complete } = body;
  const { genesis_hash: genesis } = cluster as Fields;
  const isBehind = behind === null || isTime(behind);
  return isTime(time) && isBehind && typeof complete === "boolean" && (genesis === null || isText(genesis));
}

export function isSupply(body: unknown): boolean {
  return isObject(body) && isDigits(body["treasury_total"]) && isDigits(body["airdrops_total"]);
}

/** A page of a list whose items are all of a kind. */
export function isListOf(isItem: (item: unknown) => boolean): (body: unknown) => boolean {
  return (body) => {
    if (!isObject(body) || !Array.isArray(body["items"]) || !body["items"].every(isItem)) return false;
    return body["next"] === null || isText(body["next"]);
  };
}
