import { DECLARED, KEY, type PointTable, VOID } from "./point_table";

/** What is asked of the points, under the names that the table's address has; "" asks nothing. */
export type PointFilter = {
  chip: string;
  group: string;
  type: string;
  declared: string;
  key: string;
  unit: string;
  region: string;
};

export const ASKS_NOTHING: PointFilter = {
  chip: "in_use",
  group: "",
  type: "",
  declared: "",
  key: "",
  unit: "",
  region: "",
};

/** A type of points as the page lists them. */
export type PointType = { code: string; name: string; group: string };

type Test = (point: number) => boolean;

/** List the points that are asked for; each test is worked out once for all of them. */
export function chosen(
  table: PointTable,
  filter: PointFilter,
  types: readonly PointType[],
): number[] {
  const tests = testsFor(table, filter, types);
  const found: number[] = [];
  for (let point = 0; point < table.code.length; point += 1) {
    if (tests.every((test) => test(point))) found.push(point);
  }
  return found;
}

function testsFor(
  table: PointTable,
  filter: PointFilter,
  types: readonly PointType[],
): Test[] {
  const groups = new Map(types.map(({ code, group }) => [code, group]));
  const tests: (Test | null)[] = [
    filter.chip === "all" ? null : flagTest(table, VOID, filter.chip === "void"),
    filter.declared ? flagTest(table, DECLARED, filter.declared === "yes") : null,
    filter.key ? flagTest(table, KEY, filter.key === "yes") : null,
    among(table.type, table.types, filter.type, (code) => code === filter.type),
    among(table.type, table.types, filter.group, (c) => groups.get(c) === filter.group),
    among(table.unit, table.units, filter.unit, (path) => isWithin(path, filter.unit)),
    among(table.region, table.regions, filter.region, (p) => isWithin(p, filter.region)),
  ];
  return tests.filter((test): test is Test => test !== null);
}

function flagTest({ flags }: PointTable, flag: number, isWanted: boolean): Test {
  return (point) => (((flags[point] as number) & flag) !== 0) === isWanted;
}

function among(
  column: readonly number[],
  listed: readonly string[],
  asked: string,
  fits: (listed: string) => boolean,
): Test | null {
  if (!asked) return null;
  const wanted = listed.map(fits);
  return (point) => wanted[column[point] as number] === true;
}

/** Paths hold the codes from the root down, each followed by a slash. */
function isWithin(path: string, code: string): boolean {
  return `/${path}`.includes(`/${code}/`);
}
