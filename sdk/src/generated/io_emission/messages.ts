/** Written by `npm run generate` from idl/: do not edit. */

/** Name and message of errors, by their codes. */
type Messages = Readonly<Record<number, readonly [name: string, message: string]>>;

/** Name and message of each error, by its code. */
export const IO_EMISSION_MESSAGES: Messages = {
  6000: ["NotUpgradeAuthority", "Only the upgrade authority of io_emission may do this; sign with the deployer's key"],
  6001: ["WrongProgramData", "Pass the program data account of io_emission"],
  6002: ["WrongEmission", "Pass the emission state account of io_emission"],
  6003: ["WrongMint", "Pass the IO mint"],
  6004: ["WrongRewardVault", "Pass the staking program's reward vault; the emission goes nowhere else"],
  6005: ["RewardVaultMissing", "Create the staking config's associated token account for IO first"],
  6006: ["WrongMetadata", "Pass the metadata account of the IO mint"],
  6007: ["WrongMetadataProgram", "Pass the Metaplex token metadata program"],
  6008: ["MetadataExists", "Do nothing: the metadata of the IO mint is final"],
  6009: ["BadUri", "Pass a URI of 1 to 200 bytes"],
  6010: ["AlreadyAllocated", "Do nothing: the genesis allocations are minted, once and for all"],
  6011: ["WrongRecipient", "Create a token account of the IO mint for each genesis allocation first"],
  6012: ["DuplicateRecipient", "Pass five different token accounts, none of them the reward vault"],
  6013: ["NotStarted", "Wait until the deployer has run allocate"],
  6014: ["NothingDue", "Crank again after the next full hour since genesis"],
  6015: ["EmissionEnded", "Do nothing: the emission has ended, all 300,000,000 IO are minted"],
  6016: ["WrongVault", "The locked allocations go to io_vesting's three vaults; pass those accounts"],
  6017: ["VaultNotAlone", "Create io_vesting's vault; if it has a delegate or close authority, deploy io_vesting anew"],
  6018: ["VaultNotEmpty", "The vault holds IO already: this mint was used before its genesis"],
  6019: ["WrongCategory", "Pass the three categories of io_vesting; its initialize creates them"],
  6020: ["CategoryNotPristine", "The category was changed before genesis: deploy io_vesting anew"],
  6021: ["WrongVestingProgramData", "Pass the program data account of io_vesting"],
  6022: ["VestingNotFinal", "Make io_vesting final first, so that nobody can open the locks by an upgrade"],
  6023: ["EmissionNotPristine", "The emission was changed before genesis: deploy io_emission anew, with a key of its own"],
  6024: ["MintNotPristine", "The mint was made or used by other code: deploy io_emission anew, with a key of its own"],
  6025: ["RewardVaultNotAlone", "Deploy io_staking anew, with a key of its own: its reward vault is frozen or open to others"],
  6026: ["MetadataNotPristine", "The mint was named by other code: deploy io_emission anew, with a key of its own"],
  6999: ["UnknownVersion", "Use the version of the suite that wrote this account: its layout is not known here"],
};
