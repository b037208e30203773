/** The SDK as TypeScript sees it: its exports, and types of code that is in no file. */

import { basename, join } from "node:path";
import ts from "typescript";

export const ROOT = join(import.meta.dirname, "..");
const REACT = join(ROOT, "react/src/index.ts");

const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);

/** What is wrong with modules that exist by name only, as if they were in test/. */
export function faultsOf(modules: ReadonlyMap<string, string>): string[] {
  const files = new Map([...modules].map(([name, code]) => [join(import.meta.dirname, name), code]));
  const loose = { ...options, noUnusedLocals: false };
  const host = ts.createCompilerHost(loose);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => {
    const code = files.get(name);
    if (code === undefined) return getSourceFile(name, ...rest);
    return ts.createSourceFile(name, code, loose.target!, true);
  };
  const program = ts.createProgram([...files.keys()], loose, host);
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)!;
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start }) => {
      const line = source.text.slice(0, start).split("\n").length;
      return `${basename(name)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
}

/** An export that is written by hand. */
export interface Exported {
  name: string;
  /** Its file, below sdk/. */
  file: string;
  declaration: ts.Declaration;
  symbol: ts.Symbol;
  words: string;
  tags: ReadonlyMap<string, string>;
}

/** The exports of the SDK and of the hooks, and what knows their types. */
export function exportsOfAll(): { all: Exported[]; checker: ts.TypeChecker } {
  const entries = [join(ROOT, "src/index.ts"), REACT];
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();
  const symbols = entries.flatMap((entry) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!),
  );
  const all = symbols.flatMap((exported) => {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    const [declaration] = symbol.declarations ?? [];
    if (!declaration || isGenerated(declaration)) return [];
    const tags = symbol
      .getJsDocTags(checker)
      .map(({ name, text }) => [name, ts.displayPartsToString(text)] as const);
    const words = ts.displayPartsToString(symbol.getDocumentationComment(checker));
    const file = declaration.getSourceFile().fileName.slice(ROOT.length + 1);
    return [{ name: exported.name, file, declaration, symbol, words, tags: new Map(tags) }];
  });
  return { all, checker };
}

export function isGenerated(node: ts.Node): boolean {
  return node.getSourceFile().fileName.includes("/generated/");
}

/** Whether a function, or one of the SDK's that it calls, throws; what it only returns is not called. */
export function mayThrow(
  node: ts.Node | undefined,
  checker: ts.TypeChecker,
  seen: Set<ts.Node> = new Set(),
): boolean {
  if (!node || seen.has(node) || isGenerated(node)) return false;
  if (!node.getSourceFile().fileName.startsWith(join(ROOT, "src"))) return false;
  seen.add(node);
  const visit = (part: ts.Node): boolean => {
    if (ts.isThrowStatement(part)) return true;
    if (ts.isFunctionDeclaration(part) || ts.isTryStatement(part)) return false;
    if (ts.isCallExpression(part)) {
      const called = checker.getSymbolAtLocation(part.expression);
      const isAlias = called && (called.flags & ts.SymbolFlags.Alias) !== 0;
      const target = isAlias ? checker.getAliasedSymbol(called) : called;
      const found = target?.declarations?.find(ts.isFunctionDeclaration);
      if (mayThrow(found?.body, checker, seen)) return true;
    }
    return ts.forEachChild(part, visit) ?? false;
  };
  return ts.forEachChild(node, visit) ?? false;
}
