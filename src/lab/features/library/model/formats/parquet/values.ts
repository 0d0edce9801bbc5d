/** Values of a Parquet file as JSON. */
import type { ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import { JsonNumber, parseJson, type ExactJson } from '#engine/core/json.ts';
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

/** Z stands for UTC. A time of no zone has none. */
function withoutZone(text: string, { logical_type: type }: SchemaElement): string {
	const isLocal = type?.type === 'TIMESTAMP' && !type.isAdjustedToUTC;
	return isLocal ? text.replace(/Z$/, '') : text;
}

type Leaf = (value: number | bigint | Uint8Array) => ExactJson;

/**
 * Takes the decimal types from the schema, so that hyparquet gives the whole numbers behind them:
 * it would round. Returns how each leaf with numbers becomes JSON.
 */
export function takeDecimals(schema: readonly SchemaElement[]): Map<SchemaElement, Leaf> {
	const leaves = new Map<SchemaElement, Leaf>();
	for (const element of schema) {
		const { type, converted_type, logical_type, scale = 0 } = element;
		// The newer description wins. hyparquet reads the older one.
		if (logical_type?.type === 'INTEGER' && converted_type !== undefined)
			element.converted_type =
				`${logical_type.isSigned ? '' : 'U'}INT_${logical_type.bitWidth}` as typeof converted_type;
		if (type === 'FLOAT') leaves.set(element, (value) => float(float32(Number(value))));
		if (type === 'DOUBLE') leaves.set(element, (value) => float(Number(value)));
		const isDecimal = converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
		// hyparquet reads bytes of any length as text.
		if (!isDecimal || type === 'BYTE_ARRAY') continue;
		const digits = logical_type?.type === 'DECIMAL' ? logical_type.scale : scale;
		leaves.set(element, (value) => {
			const number = value instanceof Uint8Array ? signedInteger(value) : BigInt(value);
			return new JsonNumber(decimalText(number, digits));
		});
		delete element.converted_type;
		delete element.logical_type;
	}
	return leaves;
}

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
 * The value of a column as JSON. Whole numbers beyond a double's precision keep their text. NaN,
 * infinities and bytes become null.
 */
export function toJson(
	value: unknown,
	node: SchemaTree | undefined,
	leaves: ReadonlyMap<SchemaElement, Leaf>,
): ExactJson {
	if (Array.isArray(value)) {
		const entry = findElement(node);
		return value.map((inner) => toJson(inner, entry, leaves));
	}
	const leaf = node && leaves.get(node.element);
	if (leaf && (typeof value === 'number' || typeof value === 'bigint' || isBytes(value)))
		return leaf(value);
	if (typeof value === 'bigint') return new JsonNumber(String(value));
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value === 'string') return node ? withoutZone(value, node.element) : value;
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'object' || value === null || isBytes(value)) return null;
	return new Map(
		Object.entries(value).map(([name, inner]) => [
			name,
			toJson(inner, findChild(node, name), leaves),
		]),
	);
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/** The node of a list's entries. A repeated field without a list type is its own. */
function findElement(node: SchemaTree | undefined): SchemaTree | undefined {
	if (node?.element.converted_type !== 'LIST') return node;
	const [repeated] = node.children;
	return repeated.children.length === 1 ? repeated.children[0] : repeated;
}

/** The values of a map have any names: the second child of its entries has their type. */
const findChild = (node: SchemaTree | undefined, name: string): SchemaTree | undefined =>
	node?.element.converted_type === 'MAP' && node.children[0].children.length === 2
		? node.children[0].children[1]
		: node?.children.find(({ element }) => element.name === name);
