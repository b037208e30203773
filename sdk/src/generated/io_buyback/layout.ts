/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the accounts of io_buyback. */
export const IO_BUYBACK_ACCOUNTS =
  "Config:version=a,paused=h,padding=x6,admin=k,nextAdmin=k,ioFeed=x32,usdcFeed=x32,exchanges=[4]@Exchange,params=@Params,ledger=@Ledger,totals=@Totals,reserved=x64;Exchange:program=k,allowedFrom=g;Ledger:latest=g,day=d,budget=d,spent=d,ioPriceTime=g,usdcPriceTime=g;Params:dailyCap=d,maxAge=b,maxConfBps=b,underBps=b,overBps=b;Totals:usdcSpent=d,ioBought=d,ioBurned=d";

/** Fields of the events of io_buyback. */
export const IO_BUYBACK_EVENTS =
  "AdminAccepted#ae0c4c8b9e636efe:admin=k;AdminProposed#81f9e2e3c7526ef3:nextAdmin=k;Burned#cf25fb9aefe50e43:io=d;ExchangeAnnounced#f8dcc7f63cba5df5:exchange=k,allowedFrom=g;ExchangeRemoved#be587d63d8be4a8f:exchange=k;Filled#8604113fdd2db1ad:filler=k,io=d,usdc=d,now=g,budget=d,ioPriceTime=g,usdcPriceTime=g;Initialized#d0d573627352c9d1:admin=k,ioFeed=x32,usdcFeed=x32,params=@Params;Params:dailyCap=d,maxAge=b,maxConfBps=b,underBps=b,overBps=b;ParamsSet#396f21fc784c62f5:params=@Params;PauseSet#af39c688c042cc49:paused=h;Swapped#d93434539387606d:exchange=k,io=d,usdc=d,strayIo=d,now=g,budget=d,ioPriceTime=g,usdcPriceTime=g";
