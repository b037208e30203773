/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the accounts of io_emission. */
export const IO_EMISSION_ACCOUNTS =
  "Emission:version=a,padding=x7,genesisTs=g,latestTs=g,minted=d,mint=k,reserved=x32";

/** Fields of the events of io_emission. */
export const IO_EMISSION_EVENTS =
  "Emitted#e3b9dcfd8d6049b2:amount=d,minted=d,now=g;GenesisAllocated#60a8d2190be1716b:genesisTs=g,recipients=[5]k,amounts=[5]d;MetadataCreated#ea039a2a8d1b3f27:mint=k,uri=s;MintCreated#fe9dc44ce7301b96:mint=k";
