/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the account Config. */
export const IO_BUYBACK_CONFIG =
  "Auction:latest=g,start=g,budget=d,spent=d,period=c,underBps=b,overBps=b,maxAge=b,maxConfBps=b,padding=x4;Config:version=a,padding=x7,admin=k,nextAdmin=k,ioFeed=x32,usdcFeed=x32,exchanges=[4]@Exchange,pause=@Pause,params=@Params,auction=@Auction,totals=@Totals,reserved=x56;Exchange:program=k,allowedFrom=g;Params:dailyCap=d,leastBudget=c,period=c,maxAge=b,maxConfBps=b,underBps=b,overBps=b;Pause:began=g,until=g;Totals:usdcSpent=d,ioBought=d,ioBurned=d";

/** Fields of the events of io_buyback. */
export const IO_BUYBACK_EVENTS =
  "AdminAccepted#ae0c4c8b:admin=k;AdminProposed#81f9e2e3:nextAdmin=k;AuctionOpened#19e68cd7:start=g,budget=d,period=c,underBps=b,overBps=b;Burned#cf25fb9a:io=d;ExchangeAnnounced#f8dcc7f6:exchange=k,allowedFrom=g;ExchangeRemoved#be587d63:exchange=k;Filled#8604113f:filler=k,io=d,usdc=d,now=g,auction=g;Initialized#d0d57362:admin=k,ioFeed=x32,usdcFeed=x32,params=@Params;Params:dailyCap=d,leastBudget=c,period=c,maxAge=b,maxConfBps=b,underBps=b,overBps=b;ParamsSet#396f21fc:params=@Params;PauseSet#af39c688:began=g,until=g;Swapped#d9343453:exchange=k,io=d,usdc=d,strayIo=d,now=g,auction=g";
