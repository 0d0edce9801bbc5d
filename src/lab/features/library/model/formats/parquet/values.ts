/** Values of a Parquet file as JSON. */
import type {
	ConvertedType,
	LogicalType,
	ParquetParsers,
	SchemaElement,
	SchemaTree,
	TimeUnit,
} from 'hyparquet';
import { InternalError } from '#engine/core/errors.ts';
import { JsonNumber, parseJson, type ExactJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { decodeUtf8 } from '../bytes.ts';

/** Bytes that are not UTF-8 have no text: null. Dates are texts as in ISO 8601. */
export const parsers: Partial<ParquetParsers> = {
	stringFromBytes: (bytes) => utf8Text(bytes),
	jsonFromBytes(bytes) {
		const text = utf8Text(bytes);
		try {
			return text === null ? null : parseJson(text, (fault) => new Error(fault.id));
		} catch {
			return text;
		}
	},
	dateFromDays: (days) => isoText(days * 86_400_000)?.slice(0, 10) ?? null,
	timestampFromMilliseconds: (millis) => isoText(Number(millis)),
	timestampFromMicroseconds: (micros) => preciseText(micros, 3),
	timestampFromNanoseconds: (nanos) => preciseText(nanos, 6),
};

/** The parsers also receive missing values. */
function utf8Text(bytes: Uint8Array | undefined): string | null {
	if (!bytes) return null;
	const { text, valid } = decodeUtf8(bytes);
	return valid ? text : null;
}

function isoText(milliseconds: number): string | null {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** `digits`: of a second, behind the milliseconds. Zeros are left out. */
function preciseText(value: bigint, digits: number): string | null {
	const unit = 10n ** BigInt(digits);
	const rest = ((value % unit) + unit) % unit;
	const text = isoText(Number((value - rest) / unit));
	if (text === null || rest === 0n) return text;
	return `${text.slice(0, -1)}${String(rest).padStart(digits, '0').replace(/0+$/, '')}Z`;
}

/** Without the Z, which stands for UTC, where the column has no time zone. */
function withoutZone(text: string, { logical_type: type }: SchemaElement): string {
	const isLocal = type?.type === 'TIMESTAMP' && !type.isAdjustedToUTC;
	return isLocal ? text.replace(/Z$/, '') : text;
}

type Leaf = (value: number | bigint | Uint8Array) => ExactJson;

/** The older names of newer types. hyparquet looks at the older ones first. */
const olderTypes = {
	STRING: 'UTF8',
	ENUM: 'ENUM',
	DATE: 'DATE',
	JSON: 'JSON',
	BSON: 'BSON',
	LIST: 'LIST',
	MAP: 'MAP',
} as const;
const digitsBehindMilliseconds = { MILLIS: 0, MICROS: 3, NANOS: 6 } as const;

/**
 * Lets the newer description of a type win, as pyarrow does, and takes the types away that
 * hyparquet would round or not convert. Returns how each such leaf becomes JSON. Throws
 * InternalError with the column of an unknown type.
 */
export function settleTypes(schema: readonly SchemaElement[]): Map<SchemaElement, Leaf> {
	const leaves = new Map<SchemaElement, Leaf>();
	for (const element of schema) {
		const { logical_type: newer } = element;
		const older = newer ? olderType(newer, element.name) : element.converted_type;
		delete element.converted_type;
		if (older) element.converted_type = older;
		const leaf = leafOf(element);
		if (!leaf) continue;
		leaves.set(element, leaf);
		delete element.converted_type;
		delete element.logical_type;
	}
	return leaves;
}

/** undefined: the older description has no such type. */
function olderType(newer: LogicalType, name: string): ConvertedType | undefined {
	// hyparquet gives an unknown type without a name.
	if ((newer as Partial<LogicalType>).type === undefined)
		throw new InternalError(say('column {name} has a type that the lab does not know', { name }));
	if (newer.type === 'INTEGER')
		return `${newer.isSigned ? '' : 'U'}INT_${newer.bitWidth}` as ConvertedType;
	return newer.type in olderTypes ? olderTypes[newer.type as keyof typeof olderTypes] : undefined;
}

function leafOf({ type, converted_type, logical_type, scale }: SchemaElement): Leaf | undefined {
	if (type === 'FLOAT') return (value) => float(float32(Number(value)));
	if (type === 'DOUBLE') return (value) => float(Number(value));
	if (logical_type?.type === 'NULL') return () => null;
	if (logical_type?.type === 'TIME') return (value) => timeText(value, logical_type.unit);
	if (converted_type === 'TIME_MILLIS') return (value) => timeText(value, 'MILLIS');
	if (converted_type === 'TIME_MICROS') return (value) => timeText(value, 'MICROS');
	if (converted_type !== 'DECIMAL' && logical_type?.type !== 'DECIMAL') return undefined;
	const digits = (logical_type?.type === 'DECIMAL' ? logical_type.scale : scale) ?? 0;
	return (value) => {
		const text = decimalText(isBytes(value) ? signedInteger(value) : BigInt(value), digits);
		// A number of a row is without this point, which writers of floats add.
		return text.endsWith('.0') ? text : new JsonNumber(text);
	};
}

/** A time of day, as in ISO 8601. */
const timeText = (value: Parameters<Leaf>[0], unit: TimeUnit): string | null =>
	isBytes(value)
		? null
		: (preciseText(BigInt(value), digitsBehindMilliseconds[unit])?.slice(11, -1) ?? null);

/** Two's complement, the highest byte first. */
function signedInteger(bytes: Uint8Array): bigint {
	const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
	return BigInt.asIntN(8 * bytes.length, value);
}

function decimalText(whole: bigint, scale: number): string {
	if (scale <= 0) return String(whole * 10n ** BigInt(-scale));
	const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
	return `${whole < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The shortest decimal that single precision has at this place: 0.1, not 0.10000000149011612. */
function float32(value: number): number {
	for (let digits = 6; digits < 9; digits++) {
		const short = Number(value.toPrecision(digits));
		if (Math.fround(short) === value) return short;
	}
	return value;
}

/** In JSON, whole numbers of this type have a point. */
function float(value: number): ExactJson {
	if (!Number.isFinite(value)) return null;
	const isWhole = Number.isInteger(value) && Math.abs(value) < 1e21;
	return isWhole ? new JsonNumber(`${value}.0`) : value;
}

/**
 * The value of a column as JSON. Whole numbers beyond a double's precision and decimals keep their
 * text. NaN, infinities, and bytes that are not UTF-8 become null.
 */
export function toJson(
	value: unknown,
	node: SchemaTree | undefined,
	leaves: ReadonlyMap<SchemaElement, Leaf>,
	lose: () => void,
): ExactJson {
	if (Array.isArray(value)) {
		const entry = findElement(node);
		return value.map((inner) => toJson(inner, entry, leaves, lose));
	}
	const leaf = node && leaves.get(node.element);
	if (leaf && (typeof value === 'number' || typeof value === 'bigint' || isBytes(value)))
		return leaf(value);
	// Some writers do not say that bytes are text.
	if (isBytes(value)) {
		const { type, converted_type: older, logical_type: newer } = node?.element ?? {};
		const isPlain = type === 'BYTE_ARRAY' || !(older ?? newer);
		const text = isPlain ? utf8Text(value) : null;
		if (text === null) lose();
		return text;
	}
	if (typeof value === 'bigint') return new JsonNumber(String(value));
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value === 'string') return node ? withoutZone(value, node.element) : value;
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'object' || value === null) return null;
	const members = Object.entries(value).map(
		([name, inner]) => [name, toJson(inner, findChild(node, name), leaves, lose)] as const,
	);
	// All structs of a column have the members of each: a null says that this one has no such member.
	const isStruct = node !== undefined && node.children.length > 0 && !isMap(node);
	return new Map(isStruct ? members.filter(([, inner]) => inner !== null) : members);
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/** The node of a list's entries. A repeated field without a list type is its own. */
function findElement(node: SchemaTree | undefined): SchemaTree | undefined {
	if (node?.element.converted_type !== 'LIST') return node;
	const [repeated] = node.children;
	return repeated.children.length === 1 ? repeated.children[0] : repeated;
}

const isMap = ({ element, children }: SchemaTree): boolean =>
	element.converted_type === 'MAP' && children[0].children.length === 2;

/** The values of a map have any names: the second child of its entries has their type. */
const findChild = (node: SchemaTree | undefined, name: string): SchemaTree | undefined =>
	node && isMap(node)
		? node.children[0].children[1]
		: node?.children.find(({ element }) => element.name === name);
