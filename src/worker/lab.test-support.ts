/** A whole lab over a MessageChannel, for tests: real client and host, memory stores, the trainer fixture, a tiny model. */
import { sha256Hex } from '#core/hash.ts';
import { randomStream } from '#core/random.ts';
import type { DeviceReport } from '#gpu/report.ts';
import { byteTokenizerConfig, byteTokenizerJson, byteVocabulary } from '#model/byteTokenizer.ts';
import { memoryStores, type MemoryStores } from '#experiment/memoryStores.test-support.ts';
import { trainerFixture, type TrainerFixture } from '#experiment/trainer.test-support.ts';
import { writeSafetensors } from '#model/safetensors.ts';
import { createClient, type LabClient, type LabPort } from './client.ts';
import { serveLab, type HostPort } from './host.ts';
import type { LabParts } from './labSession.ts';
import type { LabEvent, LabMessage, LabRequest } from './protocol.ts';
import type { ShippedModel } from './shippedModels.ts';

const width = 16;
const config = {
	model_type: 'llama',
	architectures: ['LlamaForCausalLM'],
	hidden_act: 'silu',
	hidden_size: width,
	intermediate_size: 24,
	num_attention_heads: 2,
	num_key_value_heads: 2,
	num_hidden_layers: 1,
	vocab_size: byteVocabulary,
	max_position_embeddings: 512,
	rms_norm_eps: 1e-5,
	rope_theta: 10000,
	tie_word_embeddings: true,
};

/** A folder in Hugging Face layout: one layer of random weights. */
export function tinyModelFolder(seed = 1): Map<string, Uint8Array<ArrayBuffer>> {
	const layer = 'model.layers.0';
	const shapes: readonly (readonly [string, readonly number[]])[] = [
		['model.embed_tokens.weight', [byteVocabulary, width]],
		...['q', 'k', 'v', 'o'].map(
			(name) => [`${layer}.self_attn.${name}_proj.weight`, [width, width]] as const,
		),
		[`${layer}.mlp.gate_proj.weight`, [24, width]],
		[`${layer}.mlp.up_proj.weight`, [24, width]],
		[`${layer}.mlp.down_proj.weight`, [width, 24]],
		[`${layer}.input_layernorm.weight`, [width]],
		[`${layer}.post_attention_layernorm.weight`, [width]],
		['model.norm.weight', [width]],
	];
	const tensors = shapes.map(([name, shape]) => {
		const stream = randomStream(seed, name);
		const size = shape.reduce((product, n) => product * n, 1);
		const value = (i: number) => (shape.length === 1 ? 1 : 0.2 * (stream.uniform(i) - 0.5));
		return { name, shape, values: Float32Array.from({ length: size }, (_, i) => value(i)) };
	});
	const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
	return new Map([
		['config.json', text(config)],
		['generation_config.json', text({ do_sample: false })],
		['tokenizer.json', text(byteTokenizerJson())],
		['tokenizer_config.json', text(byteTokenizerConfig)],
		['model.safetensors', writeSafetensors(tensors)],
	]);
}

const report: DeviceReport = {
	backend: 'wasm',
	kind: 'software',
	name: 'test',
	crossOriginIsolated: false,
	limits: {},
	features: [],
};

export interface LabFixture {
	readonly client: LabClient;
	readonly stores: MemoryStores;
	readonly trainer: TrainerFixture;
	readonly events: LabEvent[];
	/** The site's files by path; a test may change, add or delete. */
	readonly site: Map<string, Uint8Array<ArrayBuffer>>;
	readonly fetched: string[];
	readonly loseDevice: (reason: string) => void;
	/** The page's end of the channel, to say what no client says. */
	readonly post: (message: unknown) => void;
	readonly onMessage: (listener: (message: LabMessage) => void) => void;
	readonly close: () => void;
}

export function labFixture(
	changed: Partial<LabParts> = {},
	stores: MemoryStores = memoryStores(),
): LabFixture {
	const { port1, port2 } = new MessageChannel();
	const trainer = trainerFixture();
	const site = shippedSite();
	const fetched: string[] = [];
	let lose: (reason: string) => void = () => undefined;
	serveLab(withFileNames(port1), {
		openStores: async () => stores,
		openDevice: async (onLost) => {
			lose = onLost;
			return report;
		},
		createTrainer: trainer.createTrainer,
		page: {
			base: new URL('https://lab.example/sub/'),
			async fetch(url, { signal }) {
				fetched.push(url.pathname);
				const bytes = site.get(url.pathname);
				signal?.throwIfAborted();
				return bytes ? new Response(bytes) : new Response(null, { status: 404 });
			},
		},
		...changed,
	});
	const page = keepingFileNames(port2);
	const client = createClient(page);
	port1.start();
	port2.start();
	const events: LabEvent[] = [];
	client.subscribe((event) => void events.push(event));
	return {
		...{ client, stores, trainer, events, site, fetched },
		loseDevice: (reason) => lose(reason),
		post: (message) => page.postMessage(message),
		onMessage: (listener) =>
			port2.addEventListener('message', ({ data }: MessageEvent<LabMessage>) => listener(data)),
		close: () => port2.close(),
	};
}

/** Node's clone of a File is a Blob without its name; a browser's keeps it. So here the names travel beside. */
interface Named {
	readonly message: Record<string, unknown> & { readonly request?: FilesIn };
	readonly names: readonly string[];
}
type FilesIn = undefined | { readonly file?: Blob; readonly files?: readonly Blob[] };
const filesIn = (request: FilesIn): readonly Blob[] =>
	request?.files ?? (request?.file ? [request.file] : []);

const keepingFileNames = (port: MessagePort): LabPort => ({
	postMessage(message) {
		const { request } = message as Named['message'];
		const names = filesIn(request).map((file) => (file instanceof File ? file.name : ''));
		port.postMessage({ message, names });
	},
	addEventListener: port.addEventListener.bind(port) as LabPort['addEventListener'],
});

const withFileNames = (port: MessagePort): HostPort => ({
	postMessage: (message) => port.postMessage(message),
	addEventListener: (type, listener) =>
		port.addEventListener(type, ({ data }: MessageEvent<Named>) => {
			const { message, names } = data;
			const named = filesIn(message.request).map((blob, i) => new File([blob], names[i]));
			const request = {
				...message.request,
				...(message.request?.file && { file: named[0] }),
				...(message.request?.files && { files: named }),
			};
			listener(
				new MessageEvent('message', { data: { ...message, request } as LabRequest & object }),
			);
		}),
});

function shippedSite(): Map<string, Uint8Array<ArrayBuffer>> {
	const folder = tinyModelFolder();
	const files = [...folder].map(([name, bytes]) => ({
		name,
		bytes: bytes.length,
		sha256: sha256Hex(bytes),
	}));
	const weights = files.find(({ name }) => name === 'model.safetensors')!;
	const index: ShippedModel[] = [
		{ id: 'tiny', name: 'Tiny', sha256: weights.sha256, parameters: weights.bytes / 4, files },
	];
	const site = new Map([
		['/sub/models/index.json', new TextEncoder().encode(JSON.stringify(index))],
	]);
	for (const [name, bytes] of folder) site.set(`/sub/models/tiny/${name}`, bytes);
	return site;
}

/** Waits until the lab has told an event for which `is` holds; gives it. */
export async function told<T extends LabEvent>(
	{ events, client }: LabFixture,
	is: (event: LabEvent) => event is T,
): Promise<T> {
	const before = events.find(is);
	if (before) return before;
	return new Promise((resolve) => {
		const end = client.subscribe((event) => {
			if (!is(event)) return;
			end();
			resolve(event);
		});
	});
}
