/** Published models that the lab opens, as the page shows them before it asks a hub. */

export interface ShelfModel {
	/** On huggingface.co. */
	readonly address: string;
	/** Its name in tests/golden/published.json, whose shape it has. */
	readonly shape: string;
	readonly parameters: number;
	/** Bytes of the weights on the hub. */
	readonly bytes: number;
	/** Bytes on the device of a LoRA run: rank 8, frozen weights in 4 bits, 2 × 256 tokens. */
	readonly memory: number;
	readonly licence: string;
	/**
	 * gated: the licence must be accepted on the model's page. pickle: published in a form that can
	 * run code, so the weights must be saved again.
	 */
	readonly note?: 'gated' | 'pickle';
}

const apache = 'Apache 2.0';
type Figures = readonly [parameters: number, bytes: number, memory: number];
const rows: readonly (readonly [
	address: string,
	shape: string,
	Figures,
	licence: string,
	ShelfModel['note']?,
])[] = [
	['EleutherAI/pythia-70m', 'pythia-70m', [70_426_624, 166e6, 175e6], apache],
	['openai-community/gpt2', 'gpt2', [124_439_808, 548e6, 374e6], 'MIT'],
	['facebook/opt-125m', 'opt-125m', [125_239_296, 251e6, 375e6], 'OPT-175B', 'pickle'],
	['HuggingFaceTB/SmolLM2-135M-Instruct', 'SmolLM2-135M', [134_515_008, 269e6, 549e6], apache],
	['google/gemma-3-270m-it', 'gemma-3-270m', [268_098_176, 536e6, 795e6], 'Gemma', 'gated'],
	['HuggingFaceTB/SmolLM2-360M-Instruct', 'SmolLM2-360M', [361_821_120, 724e6, 1.02e9], apache],
	['EleutherAI/pythia-410m', 'pythia-410m', [405_334_016, 911e6, 977e6], apache],
	['Qwen/Qwen2.5-0.5B-Instruct', 'Qwen2.5-0.5B', [494_032_768, 988e6, 1.13e9], apache],
	['Qwen/Qwen3-0.6B', 'Qwen3-0.6B', [596_049_920, 1.503e9, 1.66e9], apache],
	['TinyLlama/TinyLlama-1.1B-Chat-v1.0', 'TinyLlama-1.1B', [1_100_048_384, 2.2e9, 1.77e9], apache],
	[
		'meta-llama/Llama-3.2-1B-Instruct',
		'Llama-3.2-1B',
		[1_235_814_400, 2.472e9, 1.84e9],
		'Llama 3.2',
		'gated',
	],
];
export const shelf: readonly ShelfModel[] = rows.map(
	([address, shape, [parameters, bytes, memory], licence, note]) => ({
		address,
		shape,
		parameters,
		bytes,
		memory,
		licence,
		...(note && { note }),
	}),
);
