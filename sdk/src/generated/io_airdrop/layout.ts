/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the account Page. */
export const IO_AIRDROP_PAGE =
  "Page:version=a,padding=x3,number=c,seal=x16,season=k,opener=k,bits=x1024";

/** Fields of the account Season. */
export const IO_AIRDROP_SEASON =
  "Rest:a;Season:version=a,bump=a,funderBump=a,padding=a,pages=c,id=d,seal=x16,funder=k,vault=k,root=x32,domain=x32,ledger=@SeasonLedger,reserved=x32;SeasonLedger:points=d,pool=d,funded=d,paid=d,opensAt=g,closesAt=g,seen=g,leaves=c,rest=@Rest,over=h,padding=x2";

/** Fields of the events of io_airdrop. */
export const IO_AIRDROP_EVENTS =
  "Claimed#d9c07b48:season=k,index=c,wallet=k,points=d,amount=d;PageClosed#fb6b6429:season=k,number=c;PageOpened#16de45a2:season=k,number=c,opener=k;Rest:a;SeasonCancelled#f1ae0636:season=k,amount=d;SeasonClosed#0fe08fbd:season=k;SeasonCreated#45817da2:season=k,funder=k,id=d,rest=@Rest,terms=@Terms;SeasonFunded#5602d3af:season=k,amount=d,funded=d,opensAt=g,closesAt=g;SeasonSwept#aa3484ec:season=k,rest=@Rest,amount=d;SeasonUpdated#dd5f8a53:season=k,terms=@Terms;Terms:root=x32,domain=x32,leaves=c,points=d,pool=d,opensAt=g,openSeconds=c";
