/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the account Ask. */
export const IO_ORDERS_ASK =
  "Ask:version=a,recordBump=a,ioBump=a,usdcBump=a,revision=c,seq=d,node=k,payout=k,terms=@AskTerms,reserved=x8;AskTerms:rateUsdc=d,rateIo=d,validUntil=g,leastSeconds=c,mostSeconds=c,oracleSeconds=c,mostHired=c,noticeHours=c,premiumBps=b,oracleIo=h,extendable=h";

/** Fields of the account Attestation. */
export const IO_ORDERS_ATTESTATION =
  "Attestation:version=a,padding=x3,revision=c,node=k,auditor=k,evidence=x32,expiresAt=g,at=g,attributes=@Attributes,reserved=x20;Attributes:storage=c,region=x6,bandwidth=a,confidential=a";

/** Fields of the account Bid. */
export const IO_ORDERS_BID =
  "Bid:version=a,currency=@Currency,won=h,noticeHours=a,revision=c,serial=d,request=k,node=k,operator=k,rate=d,at=g,bond=d,longest=c,reserved=x12;Currency:a";

/** Fields of the account Config. */
export const IO_ORDERS_CONFIG =
  "Announced:key=k,next=k,nextAt=g;Config:version=a,padding=x7,seen=g,admin=k,nextAdmin=k,oracle=@Announced,arbiter=@Announced,rules=@Rules,pause=@Pause,prices=@Prices,reserved=x48;FeeRates:bookingBps=b,paymentBps=b,providerPaymentBps=b;Pause:began=g,until=g;PriceRules:ioFeed=x32,usdcFeed=x32,maxAge=b,maxConfBps=b;Prices:rules=@PriceRules,next=@PriceRules,nextAt=g;Rules:leastIo=d,leastUsdc=d,acceptSeconds=c,holdbackSeconds=c,fees=@FeeRates,padding=x2";

/** Fields of the account Ledger. */
export const IO_ORDERS_LEDGER =
  "Balances:escrowed=d,unclaimed=d,bonds=d,fees=d,swept=d;Currency:a;Ledger:version=a,currency=@Currency,padding=x6,serial=d,mint=k,vault=k,sweepTo=k,balances=@Balances,reserved=x24";

/** Fields of the account Order. */
export const IO_ORDERS_ORDER =
  "Currency:a;Escrow:rate=d,paid=d,at=g,bond=d,processors=c,seen=c,acceptSeconds=c,holdbackSeconds=c,duration=c,longest=c,kept=c,disputedAt=c,outages=@Outages,fees=@FeeRates,stage=@Stage,keepsHired=h,noticeHours=a,notice=@Notice,leftEarly=h,reserved=x1;FeeRates:bookingBps=b,paymentBps=b,providerPaymentBps=b;Notice:a;Order:version=a,currency=@Currency,clientBump=a,providerBump=a,revision=c,serial=d,client=k,node=k,provider=k,reference=x32,escrow=@Escrow,recordBump=a,bonded=h,reserved=x6;Outages:seconds=c,earlier=@Span,last=@Span;Span:from=c,to=c;Stage:a";

/** Fields of the account Record. */
export const IO_ORDERS_RECORD =
  "History:number=d,current=@Window,last=@Window,maintenanceFrom=g,maintenanceTo=g;Record:version=a,padding=x7,node=k,history=@History,reserved=x32;Window:served=d,out=d,feesIo=d,feesUsdc=d,orders=c,leftEarly=c,noticesBroken=c,disputesLost=c,maintenance=c,noticesGiven=c";

/** Fields of the account Request. */
export const IO_ORDERS_REQUEST =
  "Attributes:storage=c,region=x6,bandwidth=a,confidential=a;Choice:a;Currency:a;Escrow:rate=d,paid=d,at=g,bond=d,processors=c,seen=c,acceptSeconds=c,holdbackSeconds=c,duration=c,longest=c,kept=c,disputedAt=c,outages=@Outages,fees=@FeeRates,stage=@Stage,keepsHired=h,noticeHours=a,notice=@Notice,leftEarly=h,reserved=x1;FeeRates:bookingBps=b,paymentBps=b,providerPaymentBps=b;LeastRecord:served=d,feesIo=d,feesUsdc=d;Notice:a;Outages:seconds=c,earlier=@Span,last=@Span;Request:version=a,currency=@Currency,clientBump=a,padding=a,attributes=@Attributes,serial=d,client=k,class=k,order=k,best=k,auditor=k,leastRecord=@LeastRecord,reference=x32,tender=@Tender,reserved=x32;Span:from=c,to=c;Stage:a;Tender:escrow=@Escrow,bestRate=d,choice=@Choice,prolonged=a,noticeHours=a,padding=x5";

/** Fields of the account UnclaimedBalance. */
export const IO_ORDERS_UNCLAIMED_BALANCE =
  "UnclaimedBalance:version=a,padding=x7,amount=d,payee=k,mint=k,opener=k";

/** Fields of the events of io_orders. */
export const IO_ORDERS_EVENTS =
  "AdminAccepted#ae0c4c8b:admin=k;AdminProposed#81f9e2e3:nextAdmin=k;AskRemoved#c5a1d7b7:node=k,seq=d,closed=h;AskSet#cb8a80b1:node=k,seq=d,revision=c,payout=k,terms=@AskTerms;AskTerms:rateUsdc=d,rateIo=d,validUntil=g,leastSeconds=c,mostSeconds=c,oracleSeconds=c,mostHired=c,noticeHours=c,premiumBps=b,oracleIo=h,extendable=h;AttestationRevoked#2f6a41ee:node=k,auditor=k;Attested#b86671c7:node=k,auditor=k,revision=c,attributes=@Attributes,evidence=x32,expiresAt=g,now=g;Attributes:storage=c,region=x6,bandwidth=a,confidential=a;BidClosed#22a32cac:bid=k;BidPlaced#8735b053:bid=k,request=k,node=k,operator=k,revision=c,terms=@BidTerms,bond=d,endsAt=g,now=g;BidTerms:rate=d,longest=c,noticeHours=a;BondReturned#295596f7:bid=k,order=k,payee=k,amount=d,now=g;Choice:a;Currency:a;FeeRates:bookingBps=b,paymentBps=b,providerPaymentBps=b;Fees:buyerBooking=d,buyerPayment=d,providerBooking=d,providerPayment=d;FeesSwept#60da7388:mint=k,amount=d;Initialized#d0d57362:admin=k,oracle=k,arbiter=k,rules=@Rules,prices=@PriceRules;LeastRecord:served=d,feesIo=d,feesUsdc=d;LedgerOpened#7306676f:currency=@Currency,mint=k,vault=k;MaintenanceAnnounced#80bb5c21:node=k,from=g,to=g,now=g;NoticeGiven#89155151:order=k,duration=c,refund=d,now=g;OrderAccepted#dde5282f:order=k,provider=k,start=g,longest=c;OrderBooked#bfcf4645:order=k,serial=d,client=k,payer=k,node=k,provider=k,revision=c,currency=@Currency,processors=c,rate=d,duration=c,longest=c,holdbackSeconds=c,noticeHours=a,cost=d,fees=d,now=g,reference=x32;OrderCancelled#6c388044:order=k,by=k,now=g,refund=d;OrderClosed#ed4d657b:order=k;OrderCreated#e001e53f:order=k,serial=d,client=k,payer=k,node=k,revision=c,currency=@Currency,processors=c,rate=d,duration=c,acceptSeconds=c,holdbackSeconds=c,cost=d,fees=d,now=g,reference=x32;OrderDisputed#ba687824:order=k,now=g,bond=d;OrderEnded#30f9a6c0:order=k,by=k,duration=c,refund=d,kept=c,now=g,leftEarly=h,noticeBroken=h,done=h,recorded=h;OrderExtended#6a696003:order=k,payer=k,duration=c,cost=d,fees=d;OrderResolved#1842e0cd:order=k,shareBps=b,provider=d,client=d,bondReturned=d,bondForfeited=d,fees=@Fees,now=g,recorded=h;OrderSettled#20157b21:order=k,provider=d,client=d,bond=d,fees=@Fees,now=g,done=h,recorded=h;OutageReported#f15cc23d:order=k,from=g,to=g,now=g;PauseSet#af39c688:paused=h,until=g;PriceRules:ioFeed=x32,usdcFeed=x32,maxAge=b,maxConfBps=b;PriceRulesAnnounced#f7427cf2:rules=@PriceRules,effectiveAt=g;RecordOpened#63e2bf63:node=k,opener=k,now=g;RequestAwarded#69878e47:request=k,order=k,node=k,provider=k,revision=c,rate=d,longest=c,noticeHours=a,cost=d,fees=d,refund=d,bonded=h,now=g;RequestCancelled#5b38c59c:request=k,by=k,refund=d,now=g;RequestOpened#69d45661:request=k,order=k,serial=d,client=k,payer=k,class=k,currency=@Currency,processors=c,rate=d,duration=c,openSeconds=c,choice=@Choice,noticeHours=a,holdbackSeconds=c,cost=d,fees=d,now=g,leastRecord=@LeastRecord,auditor=?k,attributes=@Attributes,reference=x32;Role:a;RoleAnnounced#1d3cfc7d:role=@Role,key=k,effectiveAt=g;Rules:leastIo=d,leastUsdc=d,acceptSeconds=c,holdbackSeconds=c,fees=@FeeRates,padding=x2;RulesSet#ca68d7b0:rules=@Rules;UnclaimedCredited#5aaa3c3b:payee=k,mint=k,amount=d;UnclaimedDelivered#e162ec90:payee=k,mint=k,amount=d;UnclaimedOpened#8ed8c8a0:payee=k,mint=k,opener=k;UnclaimedTaken#3a32cfbb:payee=k,mint=k,amount=d";
