/**
 * Safetensors files of several types, changed in their length, header or numbers. What is read is
 * what the format's own package reads, in chunks of any size too.
 */
import { joinBytes, toBase64 } from '#engine/core/bytes.ts';
import type { Json } from '#engine/core/json.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { readEntries, readSafetensors } from '#engine/model/safetensors.ts';
import type { Chance } from '../chance.ts';
import { oddInteger } from '../formats/spots.ts';
import { mutatedBytes, mutatedJson, mutatedText } from '../mutate.ts';
import { defineTarget, demand } from '../target.ts';
import { jsonText } from '../values.ts';

interface Entry {
	dtype: string;
	shape: number[];
	data_offsets: number[];
}
type Header = Record<string, Entry>;
const file = 'model.safetensors';

const forms = [
	['a', 'F32', [2, 3], 24],
	['b', 'F16', [4], 8],
	['c.weight', 'BF16', [2, 2, 2], 16],
	['scalar', 'F32', [], 4],
	['nothing', 'F32', [0, 5], 0],
	['ids', 'I64', [2], 16],
	['mask', 'BOOL', [3], 3],
	['bytes', 'U8', [5], 5],
] as const;
const total = forms.reduce((sum, [, , , bytes]) => sum + bytes, 0);
const data = Uint8Array.from({ length: total }, (_, i) => (37 * i) % 251);

function validHeader(): Header {
	let at = 0;
	return Object.fromEntries(
		forms.map(([name, dtype, shape, bytes]) => {
			const entry: Entry = { dtype, shape: [...shape], data_offsets: [at, at + bytes] };
			at += bytes;
			return [name, entry];
		}),
	);
}

const dtypes = 'F64 F32 F16 BF16 I64 I32 I16 I8 U8 U16 U32 BOOL F8_E4M3 C64 F4 f32'.split(' ');

/** One change that a wrong writer could make. */
function changedHeader(header: Header, chance: Chance): Json {
	const names = Object.keys(header);
	const entry = header[chance.one(names)];
	const other = header[chance.one(names)];
	switch (chance.below(8)) {
		case 0:
			entry.dtype = chance.one(dtypes);
			break;
		case 1:
			entry.data_offsets[chance.below(2)] += chance.one([1, -1, 4, -4, 0.5, 2 ** 53]);
			break;
		case 2:
			[entry.data_offsets, other.data_offsets] = [other.data_offsets, entry.data_offsets];
			break;
		case 3:
			entry.shape = chance.one([[...entry.shape].reverse(), [...entry.shape, 1], [1], [-1, -6]]);
			break;
		case 4:
			entry.shape[chance.below(entry.shape.length)] = chance.one([0, 1, 2 ** 31, 2 ** 53, 1e300]);
			break;
		case 5:
			return { __metadata__: chance.one<Json>([{ format: 'pt' }, { a: 1 }, 'x', null]), ...header };
		case 6:
			Reflect.deleteProperty(header, chance.one(names));
			break;
		default:
			return mutatedJson(header as unknown as Json, chance);
	}
	return header as unknown as Json;
}

function makeFile(chance: Chance): Uint8Array<ArrayBuffer> {
	const json = jsonText(changedHeader(validHeader(), chance));
	// Twice the same name, which JSON.stringify never writes.
	const doubled = chance.is(0.03) ? json.replace('{', `{"a":${JSON.stringify(forms[0])},`) : json;
	const text = chance.is(0.1) ? mutatedText(doubled, chance) : doubled;
	const padding = chance.one(['', ' ', ' '.repeat(7), '\n', '\0', '  x']);
	const header = new TextEncoder().encode(chance.is(0.7) ? text : text + padding);
	const length = new Uint8Array(8);
	const held = BigInt(header.length);
	const said = chance.is(0.1) ? oddInteger(held, 8, chance) : held;
	new DataView(length.buffer).setBigUint64(0, said, true);
	const rest = chance.is(0.9) ? data : data.slice(0, chance.below(data.length));
	const whole = joinBytes([length, header, rest]);
	return chance.is(0.15) ? mutatedBytes(whole, chance) : whole;
}

async function open(bytes: Uint8Array<ArrayBuffer>): Promise<Json> {
	const tensors = readSafetensors(bytes, file);
	const size = 1 + (bytes.length % 13);
	const chunks = async function* () {
		for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
	};
	const entries = await readEntries(chunks(), bytes.length, file);
	demand(entries?.size === tensors.size, 'In chunks it has other tensors.');
	const read = [...tensors].map(([name, { dtype, shape, bytes: held, byteLength }]) => {
		const entry = entries.get(name);
		const inChunks = entry && bytes.subarray(entry.start, entry.start + entry.byteLength);
		demand(inChunks?.length === byteLength, 'In chunks a tensor has another length.');
		demand(
			inChunks.every((byte, i) => byte === held[i]),
			'In chunks a tensor is elsewhere.',
		);
		return [name, dtype, shape, sha256Hex(held.slice())] as const;
	});
	return { file: toBase64(bytes), tensors: read };
}

export const safetensorsFiles = defineTarget<Uint8Array<ArrayBuffer>>({
	name: 'safetensors',
	make: makeFile,
	open,
	names: (_bytes, { message }) => message.includes(file),
	show: toBase64,
	reference: { script: 'safetensors_files.py', packages: ['safetensors', 'numpy'] },
});
