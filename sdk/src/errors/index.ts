export { explain, type ExplainContext, type Explanation, type ExplanationKind } from "./explain.js";
export { IoError, type IoErrorCode, type IoErrorDetails, isIoError } from "./io-error.js";
export { programError, type ProgramError } from "./program.js";
