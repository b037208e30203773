/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the account Config. */
export const IO_ORDERS_CONFIG =
  "Announced:key=k,next=k,nextAt=g;Config:version=a,padding=x7,seen=g,admin=k,nextAdmin=k,oracle=@Announced,arbiter=@Announced,rules=@Rules,pause=@Pause,reserved=x48;FeeRates:bookingBps=b,paymentBps=b,providerPaymentBps=b;Pause:began=g,until=g;Rules:leastIo=d,leastUsdc=d,acceptSeconds=c,holdbackSeconds=c,fees=@FeeRates,padding=x2";

/** Fields of the account Ledger. */
export const IO_ORDERS_LEDGER =
  "Balances:escrowed=d,unclaimed=d,bonds=d,fees=d,swept=d;Currency:a;Ledger:version=a,currency=@Currency,padding=x6,serial=d,mint=k,vault=k,sweepTo=k,balances=@Balances,reserved=x24";

/** Fields of the account Order. */
export const IO_ORDERS_ORDER =
  "Currency:a;Escrow:rate=d,paid=d,at=g,bond=d,processors=c,seen=c,acceptSeconds=c,holdbackSeconds=c,duration=c,longest=c,kept=c,disputedAt=c,outages=@Outages,fees=@FeeRates,stage=@Stage,keepsHired=h,reserved=x4;FeeRates:bookingBps=b,paymentBps=b,providerPaymentBps=b;Order:version=a,currency=@Currency,clientBump=a,providerBump=a,revision=c,serial=d,client=k,node=k,provider=k,reference=x32,escrow=@Escrow;Outages:seconds=c,earlier=@Span,last=@Span;Span:from=c,to=c;Stage:a";

/** Fields of the account UnclaimedBalance. */
export const IO_ORDERS_UNCLAIMED_BALANCE =
  "UnclaimedBalance:version=a,padding=x7,amount=d,payee=k,mint=k,opener=k";

/** Fields of the events of io_orders. */
export const IO_ORDERS_EVENTS =
  "AdminAccepted#ae0c4c8b:admin=k;AdminProposed#81f9e2e3:nextAdmin=k;Currency:a;FeeRates:bookingBps=b,paymentBps=b,providerPaymentBps=b;Fees:buyerBooking=d,buyerPayment=d,providerBooking=d,providerPayment=d;FeesSwept#60da7388:mint=k,amount=d;Initialized#d0d57362:admin=k,oracle=k,arbiter=k,rules=@Rules;LedgerOpened#7306676f:currency=@Currency,mint=k,vault=k;OrderAccepted#dde5282f:order=k,provider=k,start=g,longest=c;OrderCancelled#6c388044:order=k,by=k,now=g,refund=d;OrderClosed#ed4d657b:order=k;OrderCreated#e001e53f:order=k,serial=d,client=k,node=k,revision=c,currency=@Currency,processors=c,rate=d,duration=c,acceptSeconds=c,holdbackSeconds=c,cost=d,fees=d,now=g,reference=x32;OrderDisputed#ba687824:order=k,now=g,bond=d;OrderEnded#30f9a6c0:order=k,by=k,duration=c,refund=d,kept=c,now=g,done=h;OrderExtended#6a696003:order=k,duration=c,cost=d,fees=d;OrderResolved#1842e0cd:order=k,shareBps=b,provider=d,client=d,bondReturned=d,bondForfeited=d,fees=@Fees;OrderSettled#20157b21:order=k,provider=d,client=d,bond=d,fees=@Fees,now=g,done=h;OutageReported#f15cc23d:order=k,from=g,to=g,now=g;PauseSet#af39c688:paused=h,until=g;Role:a;RoleAnnounced#1d3cfc7d:role=@Role,key=k,effectiveAt=g;Rules:leastIo=d,leastUsdc=d,acceptSeconds=c,holdbackSeconds=c,fees=@FeeRates,padding=x2;RulesSet#ca68d7b0:rules=@Rules;UnclaimedCredited#5aaa3c3b:payee=k,mint=k,amount=d;UnclaimedDelivered#e162ec90:payee=k,mint=k,amount=d;UnclaimedOpened#8ed8c8a0:payee=k,mint=k,opener=k;UnclaimedTaken#3a32cfbb:payee=k,mint=k,amount=d";
