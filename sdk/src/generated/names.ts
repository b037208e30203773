/** Written by `npm run generate` from idl/: do not edit. */

import { IO_AIRDROP_PROGRAM_ADDRESS } from "./io_airdrop/address.js";
import { IO_BUYBACK_PROGRAM_ADDRESS } from "./io_buyback/address.js";
import { IO_EMISSION_PROGRAM_ADDRESS } from "./io_emission/address.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "./io_orders/address.js";
import { IO_STAKING_PROGRAM_ADDRESS } from "./io_staking/address.js";
import { IO_VESTING_PROGRAM_ADDRESS } from "./io_vesting/address.js";

/**
 * Name of each program, and the names of its errors in the order of their codes; a number is the
 * code of the next one.
 */
export const ERROR_NAMES: Readonly<Record<string, readonly [program: string, names: string]>> = {
  [IO_AIRDROP_PROGRAM_ADDRESS]: [
    "io_airdrop",
    "6000 WrongVault WrongMint WrongSlotHashes NoSlotHash VaultNotAlone NumberInUse NotFunder WrongFunder WrongFunderAccount CannotTake NotWalletsAccount NotAssociatedAccount WrongPage NoSuchPage PageExists WrongOpener NotOver PagesLeft InvalidLeaves InvalidPoints InvalidPool NoticeTooShort OpensTooLate InvalidWindow AlreadyOpen PoolBelowFunded ZeroAmount AbovePool NotOpen NotFunded Closed Over IndexOutOfRange WrongProof ZeroPoints TooManyPoints WorthNothing PoolExhausted AlreadyClaimed StillOpen NeverOpen NotFunderYet NotOpenForOthers WrongSource NotEnoughIo 6999 UnknownVersion",
  ],
  [IO_BUYBACK_PROGRAM_ADDRESS]: [
    "io_buyback",
    "6000 NotUpgradeAuthority WrongProgramData WrongConfig WrongMint WrongIoVault WrongUsdcVault WrongSwapper WrongSwapperAccount NotAdmin NotNextAdmin SameFeed Paused NothingToBurn WrongPriceOwner WrongPriceAccount PriceNotVerified WrongFeed BelowLimit DestinationIsVault ExchangeForbidden ExchangeListed ExchangesFull ExchangeNotAllowed ExchangeTooEarly ExchangeAccountForbidden SwapperAccountMissing SwapperAccountChanged NothingSwapped TookTooMuch TooLittleIo InvalidCap InvalidAge InvalidConfidence InvalidOffset PriceTooOld PriceAhead PriceOlderThanUsed PriceNotPositive PriceExponent PriceTooWide PriceOutOfRange ZeroAmount WorthNothing TooLarge OverBudget OverAverage AuctionRunning NoAuction BelowLeastBudget InvalidLeastBudget InvalidPeriod NotOwner PauseTooSoon SourceNotIo NotEnoughIo DestinationTakesNothing UsdcVaultFrozen 6999 UnknownVersion",
  ],
  [IO_EMISSION_PROGRAM_ADDRESS]: [
    "io_emission",
    "6000 NotUpgradeAuthority WrongProgramData WrongEmission WrongMint WrongRewardVault RewardVaultMissing WrongMetadata WrongMetadataProgram MetadataExists BadUri AlreadyAllocated WrongRecipient DuplicateRecipient NotStarted NothingDue EmissionEnded WrongVault VaultNotAlone VaultNotEmpty WrongCategory CategoryNotPristine WrongVestingProgramData VestingNotFinal EmissionNotPristine MintNotPristine RewardVaultNotAlone MetadataNotPristine 6999 UnknownVersion",
  ],
  [IO_ORDERS_PROGRAM_ADDRESS]: [
    "io_orders",
    "6000 NotUpgradeAuthority WrongProgramData WrongConfig WrongMint WrongLedger WrongVault WrongSweepAccount WrongNode WrongStakingConfig WrongTokenAccount UnclaimedBalanceMissing DuplicateUnclaimedBalance WrongOpener NotPayee IntoVault NotAdmin NotNextAdmin NotClient WrongClient NotOperator NotOracle NotArbiter WrongSerial NodeChanged AboveLimit NumberInUse Paused Overflow FeeTooHigh InvalidWindow InvalidLeastCost InvalidProcessors InvalidRate InvalidDuration BelowLeastCost CostTooHigh AlreadyAccepted NotAccepted AcceptWindowOver AcceptWindowOpen ExtensionRefused ServiceOver AlreadyEnded StillBooked FirstHour EndFirst NothingDue Disputed NotDisputed DisputeWindowOver ArbiterTooLate InvalidShare EmptyOutage OutageOutsideService OutageOverlaps OutageSettled AlreadySettled NotSettled NothingToSweep WrongDestination PayeeCannotTake WrongSource SourceFrozen NotEnoughFunds VaultFrozen BuybackCannotTake PauseTooSoon NothingDisputed OutageDoesNotCount StillHired WrongAsk NodeRetired AskChanged NoRate RateTooHigh TwoIoRates PremiumTooHigh InvalidAskTime NoticeTooLong InvalidValidity InvalidMostHired AskOver CurrencyNotTaken TimeNotOffered AboveMostHired InvalidOpenTime RequestOver RequestOpen HasBids AwardTooLate AboveMostRate NoticeTooShort BidNotLowEnough ClientChooses LowestBidWins BondNotDue BondNotReturned NoBond WrongClass WrongRequest RequestChanged BidChanged AlreadyBest NotBestBid BidStands WrongBestNode AuditorMissing RecordMissing RecordTooLow AttestationMissing WrongOperator WrongOrder PriceMissing NoPriceFeeds WrongPriceOwner WrongPriceAccount PriceNotVerified WrongFeed InvalidFeeds InvalidAge InvalidConfidence PriceTooOld PriceAhead PriceNotPositive PriceExponent PriceTooWide PriceOutOfRange OraclePriceTooLong NoNoticeAgreed NoticeGiven InvalidMaintenance MaintenanceTooSoon TooMuchMaintenance InvalidAttributes InvalidExpiry WrongRecord WrongAttestation NotAuditor AttestationOutdated AttributesMissing WrongBid 6999 UnknownVersion",
  ],
  [IO_STAKING_PROGRAM_ADDRESS]: [
    "io_staking",
    "6000 NotUpgradeAuthority WrongProgramData WrongEmission EmissionNotStarted WrongConfig WrongMint WrongStakeVault WrongRewardVault NotAdmin NotNextAdmin NotOracle NotSlasher NotOperator NotOwner NotOrders WrongNode WrongClass NotOwnersTokenAccount NotPayoutTokenAccount Paused CrankFirst NothingToClaim NotEmpty DuplicateNode BatchMismatch Overflow InvalidFloorWeight InvalidMultiplier InvalidProcessors CommissionTooHigh InvalidAvailability ReportStale ReportFromFuture Retired Hired NotAvailable BelowMinimum NotEnoughProcessors ZeroAmount WorthNothing NothingStaked AmountExceedsStake DelegationLimit OwnStakeLocked GenerationsExhausted TicketsFull WithdrawFirst NothingToWithdraw HeldBack SlashPending NoSlashPending InvalidSlashShare SlashTooSoon SlashNotOpen ProposalsExhausted NotANode NodeNotWritable FullWeightStep FullWeightAboveNetwork MultiplierStep MultiplierTooHighToRetire ClassRetired InvalidHireEnd SlashNotHigher RaisesExhausted RaiseTooLate UnknownEpoch EpochVoided NotSlasherOrAdmin InvalidPayout PauseTooSoon InvalidFullWeight 6999 UnknownVersion",
  ],
  [IO_VESTING_PROGRAM_ADDRESS]: [
    "io_vesting",
    "6000 NotUpgradeAuthority WrongProgramData WrongCategory WrongVault WrongSlotHashes NoSlotHash AlreadyInitialized NotPristine VaultNotAlone NotAllocated NotManager NotNextManager NotBeneficiary NotNextBeneficiary NotAWallet NumberInUse ForeignGrant WrongDestination CannotTake BatchMismatch DuplicateGrant NotStarted AlreadyStarted ZeroGrant AboveCategory NothingToRelease NotRevocable AlreadyRevoked FullyVested WrongMint MintFreezes 6999 UnknownVersion",
  ],
};
