/** Written by `npm run generate` from idl/: do not edit. */

/** Fields of the account Emission. */
export const IO_EMISSION_EMISSION =
  "Emission:version=a,padding=x7,genesisTs=g,latestTs=g,minted=d,mint=k,reserved=x32";

/** Fields of the events of io_emission. */
export const IO_EMISSION_EVENTS =
  "Emitted#e3b9dcfd:amount=d,minted=d,now=g;GenesisAllocated#60a8d219:genesisTs=g,recipients=[5]k,amounts=[5]d;MetadataCreated#ea039a2a:mint=k,uri=s;MintCreated#fe9dc44c:mint=k";
