/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the account Config. */
export const IO_STAKING_CONFIG =
  "Announced:key=k,next=k,nextAt=g;Config:version=a,padding=x15,admin=k,nextAdmin=k,oracle=@Announced,slasher=@Announced,pause=@Pause,epochs=@Epochs,reserved=x32,pools=@Pools;Epochs:voided=d,number=c,padding=x4;Pause:began=g,until=g;Pool:acc=@Q64,carried=@Q64,accrued=d,genesis=g,syncedAt=g,weight=d,fullWeight=d,nextFullWeight=d,fullWeightAt=g,genesisFullWeight=d,kind=a,padding=x7,expiring=[24]d,paid=[168]@Q64;Pools:gpu=@Pool,cpu=@Pool;Q64:fraction=d,units=d";

/** Fields of the account HardwareClass. */
export const IO_STAKING_HARDWARE_CLASS =
  "HardwareClass:version=a,pool=@PoolKind,id=b,multiplier=b,nextMultiplier=b,nextAt=g,reserved=x32;PoolKind:a";

/** Fields of the account Node. */
export const IO_STAKING_NODE =
  "Availability:reportedAt=g,bps=b,padding=x6;Commission:nextAt=g,bps=b,nextBps=b,padding=x4;Node:version=a,pool=@PoolKind,padding=x6,id=c,revision=c,operator=k,payout=k,class=k,ledger=@NodeLedger,reserved=x16;NodeLedger:accSeen=e,ownShares=e,rewardAcc=e,remainder=e,commissionOwed=e,ownOwed=e,generationEnds=[3]e,bonded=@SharePool,cooling=@SharePool,slash=@Slash,availability=@Availability,commission=@Commission,weight=d,weightUntil=g,syncedAt=g,offer=d,leaving=d,delegatedPart=d,locked=d,hiredUntil=g,processors=c,hired=c,multiplier=b,retired=h,enough=h,padding=x4;PoolKind:a;SharePool:shares=e,assets=d,generation=c,padding=x4;Slash:executed=e,proposedAt=g,held=d,freed=d,waitsUntil=g,epoch=c,waitingEpoch=c,shareBps=b,proposals=a,raises=a,padding=x4";

/** Fields of the account Stake. */
export const IO_STAKING_STAKE =
  "Position:shares=e,rewardSeen=e,owed=e,tickets=[4]@Ticket,held=d,generation=c,heldFor=a,padding=x3;Stake:version=a,padding=x15,node=k,owner=k,position=@Position,reserved=x16;Ticket:shares=e,unlocksAt=g,generation=c,padding=x4";

/** Fields of the events of io_staking. */
export const IO_STAKING_EVENTS =
  "AdminAccepted#ae0c4c8b:admin=k;AdminProposed#81f9e2e3:nextAdmin=k;AvailabilityReported#90dffe4a:now=g,reports=*@Report,outcomes=*@Reported;Claimed#d9c07b48:node=k,owner=k,amount=d;ClassAnnounced#1eac727a:class=k,multiplier=b,effectiveAt=g;ClassCreated#b09af919:class=k,id=b,pool=@PoolKind,multiplier=b;CommissionAnnounced#6cfb72a6:node=k,bps=b,effectiveAt=g;CommissionClaimed#276a6bb7:node=k,payout=k,amount=d;EpochVoided#c2b3b5b5:epoch=c;FullWeightAnnounced#b79b7b67:pool=@PoolKind,fullWeight=d,effectiveAt=g;HardwareUpdated#1b4e9eea:node=k,class=k,processors=c,revision=c;Hired#ef61381a:node=k,processors=c,until=g,hired=c;Initialized#d0d57362:admin=k,oracle=k,slasher=k,gpuFullWeight=d,cpuFullWeight=d,genesisTs=g;NodeRegistered#0f39b73b:node=k,operator=k,class=k,payout=k,processors=c,commissionBps=b,id=c;NodeRetired#e4609c54:node=k;NodeSynced#dd30f8ac:node=k,weight=d,multiplier=b;OfferSet#b233d523:node=k,amount=d;PauseSet#af39c688:began=g,until=g;PayoutSet#ed84d0fa:node=k,payout=k;PoolKind:a;Released#e8e5ff88:node=k,processors=c,hired=c;Report:revision=c,availabilityBps=b,reportedAt=g;Reported:node=k,skipped=?c,multiplier=b;Restaked#278ae35a:node=k,owner=k,amount=d,shares=e;Role:a;RoleAnnounced#1d3cfc7d:role=@Role,key=k,effectiveAt=g;SlashCancelled#1ed91587:node=k,by=k;SlashExecuted#aa304e77:node=k,bonded=d,cooling=d,held=d;SlashProposed#9e5ab308:node=k,shareBps=b,proposedAt=g,epoch=c;SlashRaised#1c023465:node=k,shareBps=b,raisedAt=g,raises=a,epoch=c;StakeClosed#48a64d86:node=k,owner=k;StakeOpened#e0f9d3e3:node=k,owner=k;Staked#0b922dcd:node=k,owner=k,amount=d,shares=e;Unstaked#1bb39cd7:node=k,owner=k,amount=d,shares=e,unlocksAt=g;Withdrawn#1459dfc6:node=k,owner=k,paid=d,held=d,forfeited=d";
