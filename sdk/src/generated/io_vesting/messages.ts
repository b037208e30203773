/** Written by `npm run generate` from idl/: do not edit. */

/** Name and message of errors, by their codes. */
type Messages = Readonly<Record<number, readonly [name: string, message: string]>>;

/** Name and message of each error, by its code. */
export const IO_VESTING_MESSAGES: Messages = {
  6000: ["NotUpgradeAuthority", "Only the upgrade authority of io_vesting may do this; sign with the deployer's key"],
  6001: ["WrongProgramData", "Pass the program data account of io_vesting"],
  6002: ["WrongCategory", "Pass the category's own account: seed investors, series A investors, core contributors"],
  6003: ["WrongVault", "Pass the vault of the category"],
  6004: ["WrongSlotHashes", "Pass the sysvar with the hashes of the latest slots"],
  6005: ["NoSlotHash", "The cluster has no slot hash yet; start in its next slot"],
  6006: ["AlreadyInitialized", "The categories exist already; nothing is left to do"],
  6007: ["NotPristine", "The category was changed before its lock started; io_vesting must be deployed anew"],
  6008: ["VaultNotAlone", "Deploy io_vesting anew: its vault has a delegate or a close authority"],
  6009: ["NotAllocated", "The vault does not hold all of its category: the deployer runs allocate of io_emission first"],
  6010: ["NotManager", "Only the manager of the category may do this"],
  6011: ["NotNextManager", "Only the proposed manager may accept; the manager proposes one first"],
  6012: ["NotBeneficiary", "Only the beneficiary of the grant may do this"],
  6013: ["NotNextBeneficiary", "Only the proposed beneficiary may accept; the beneficiary proposes one first"],
  6014: ["NotAWallet", "Name a wallet or a multisig's vault: nobody signs for a token account, a mint or a program"],
  6015: ["NumberInUse", "The category has a grant of this number: choose another one"],
  6016: ["ForeignGrant", "Pass a grant of this category"],
  6017: ["WrongDestination", "Pass the associated token account of the beneficiary after its grant"],
  6018: ["CannotTake", "The beneficiary's associated token account does not exist; create it first"],
  6019: ["BatchMismatch", "Pass each grant and after it the associated token account of its beneficiary"],
  6020: ["DuplicateGrant", "Pass each grant once"],
  6021: ["NotStarted", "The lock has not started: call start, which anyone may do after the genesis allocations"],
  6022: ["AlreadyStarted", "The lock has started already; nothing is left to do"],
  6023: ["ZeroGrant", "Grant at least one base unit"],
  6024: ["AboveCategory", "The category has less that is not granted: grant less"],
  6025: ["NothingToRelease", "Nothing has vested since the last release: wait for the end of the month"],
  6026: ["NotRevocable", "Revoke grants of core contributors only"],
  6027: ["AlreadyRevoked", "The grant was revoked before; nothing is left to take back"],
  6028: ["FullyVested", "All of the grant has vested; nothing is left to take back"],
  6029: ["WrongMint", "Pass the IO mint"],
  6030: ["MintFreezes", "Somebody can freeze IO: io_emission and io_vesting must be deployed anew"],
  6999: ["UnknownVersion", "Use the version of the suite that wrote this account: its layout is not known here"],
};
