/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the accounts of io_buyback. */
export const IO_BUYBACK_ACCOUNTS =
  "Auction:latest=g,start=g,budget=d,spent=d,period=c,underBps=b,overBps=b;Config:version=a,padding=x7,admin=k,nextAdmin=k,ioFeed=x32,usdcFeed=x32,exchanges=[4]@Exchange,pause=@Pause,params=@Params,auction=@Auction,totals=@Totals,reserved=x64;Exchange:program=k,allowedFrom=g;Params:dailyCap=d,leastBudget=c,period=c,maxAge=b,maxConfBps=b,underBps=b,overBps=b;Pause:began=g,until=g;Totals:usdcSpent=d,ioBought=d,ioBurned=d";

/** Fields of the events of io_buyback. */
export const IO_BUYBACK_EVENTS =
  "AdminAccepted#ae0c4c8b9e636efe:admin=k;AdminProposed#81f9e2e3c7526ef3:nextAdmin=k;AuctionOpened#19e68cd764c10e46:start=g,budget=d,period=c,underBps=b,overBps=b;Burned#cf25fb9aefe50e43:io=d;ExchangeAnnounced#f8dcc7f63cba5df5:exchange=k,allowedFrom=g;ExchangeRemoved#be587d63d8be4a8f:exchange=k;Filled#8604113fdd2db1ad:filler=k,io=d,usdc=d,now=g,auction=g;Initialized#d0d573627352c9d1:admin=k,ioFeed=x32,usdcFeed=x32,params=@Params;Params:dailyCap=d,leastBudget=c,period=c,maxAge=b,maxConfBps=b,underBps=b,overBps=b;ParamsSet#396f21fc784c62f5:params=@Params;PauseSet#af39c688c042cc49:began=g,until=g;Swapped#d93434539387606d:exchange=k,io=d,usdc=d,strayIo=d,now=g,auction=g";
