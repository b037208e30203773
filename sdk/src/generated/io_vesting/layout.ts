/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the account Category. */
export const IO_VESTING_CATEGORY =
  "Category:version=a,padding=x7,seal=x16,manager=k,nextManager=k,ledger=@CategoryLedger,reserved=x32;CategoryKind:a;CategoryLedger:genesis=g,granted=d,released=d,kind=@CategoryKind,tranches=a,padding=x6";

/** Fields of the account Grant. */
export const IO_VESTING_GRANT =
  "CategoryKind:a;Grant:version=a,padding=x3,index=c,seal=x16,beneficiary=k,account=k,nextBeneficiary=k,ledger=@GrantLedger,reserved=x16;GrantLedger:amount=d,released=d,kind=@CategoryKind,firstTranche=a,revoked=h,padding=x5";

/** Fields of the events of io_vesting. */
export const IO_VESTING_EVENTS =
  "BeneficiaryAccepted#9e0544d4:grant=k,beneficiary=k;BeneficiaryProposed#932361c2:grant=k,nextBeneficiary=k;CategoryKind:a;Granted#b5ab5368:kind=@CategoryKind,index=c,grant=k,beneficiary=k,amount=d,firstTranche=a;Initialized#d0d57362:managers=@Managers;LocksStarted#68a0d085:genesis=g;ManagerAccepted#94cb91ce:kind=@CategoryKind,manager=k;ManagerProposed#85f5ea11:kind=@CategoryKind,nextManager=k;Managers:seed=k,seriesA=k,core=k;ReleaseSkipped#796d7ebb:grant=k,beneficiary=k,amount=d;Released#e8e5ff88:kind=@CategoryKind,grant=k,beneficiary=k,amount=d,released=d,tranches=a;Revoked#71d89463:grant=k,amount=d,unvested=d";
