/** Written by `npm run generate` from idl/: do not edit. */

/** Name and message of each error, by its code. */
export const IO_EMISSION_MESSAGES: Readonly<Record<number, readonly [name: string, message: string]>> = {
  6000: ["NotUpgradeAuthority", "Only the upgrade authority of io_emission may do this; sign with the deployer's key"],
  6001: ["WrongProgramData", "Pass the program data account of io_emission"],
  6002: ["WrongEmission", "Pass the emission state account of io_emission"],
  6003: ["WrongMint", "Pass the IO mint"],
  6004: ["WrongRewardVault", "Emission goes only to the staking program's reward vault; pass that account"],
  6005: ["RewardVaultMissing", "The reward vault does not exist; create the staking config's associated token account first"],
  6006: ["WrongMetadata", "Pass the metadata account of the IO mint"],
  6007: ["WrongMetadataProgram", "Pass the Metaplex token metadata program"],
  6008: ["MetadataExists", "The metadata of the IO mint exists already; nothing is left to do"],
  6009: ["BadUri", "Pass a URI of 1 to 200 bytes"],
  6010: ["AlreadyAllocated", "The genesis allocations are minted already; nothing is left to do"],
  6011: ["WrongRecipient", "A genesis allocation goes to a token account of the IO mint; create it first"],
  6012: ["DuplicateRecipient", "Each genesis allocation needs a token account of its own, other than the reward vault"],
  6013: ["NotStarted", "The emission has not started; the deployer must run allocate first"],
  6014: ["NothingDue", "Nothing is due; crank again after the next full hour since genesis"],
  6015: ["EmissionEnded", "The emission has ended; all 300,000,000 IO are minted"],
};
