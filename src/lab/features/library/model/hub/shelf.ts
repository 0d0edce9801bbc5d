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

export const shelf: readonly ShelfModel[] = [
	{
		address: 'EleutherAI/pythia-70m',
		shape: 'pythia-70m',
		parameters: 70_426_624,
		bytes: 166e6,
		memory: 175e6,
		licence: apache,
	},
	{
		address: 'openai-community/gpt2',
		shape: 'gpt2',
		parameters: 124_439_808,
		bytes: 548e6,
		memory: 374e6,
		licence: 'MIT',
	},
	{
		address: 'facebook/opt-125m',
		shape: 'opt-125m',
		parameters: 125_239_296,
		bytes: 251e6,
		memory: 375e6,
		licence: 'OPT-175B',
		note: 'pickle',
	},
	{
		address: 'HuggingFaceTB/SmolLM2-135M-Instruct',
		shape: 'SmolLM2-135M',
		parameters: 134_515_008,
		bytes: 269e6,
		memory: 549e6,
		licence: apache,
	},
	{
		address: 'google/gemma-3-270m-it',
		shape: 'gemma-3-270m',
		parameters: 268_098_176,
		bytes: 536e6,
		memory: 795e6,
		licence: 'Gemma',
		note: 'gated',
	},
	{
		address: 'HuggingFaceTB/SmolLM2-360M-Instruct',
		shape: 'SmolLM2-360M',
		parameters: 361_821_120,
		bytes: 724e6,
		memory: 1.02e9,
		licence: apache,
	},
	{
		address: 'EleutherAI/pythia-410m',
		shape: 'pythia-410m',
		parameters: 405_334_016,
		bytes: 911e6,
		memory: 977e6,
		licence: apache,
	},
	{
		address: 'Qwen/Qwen2.5-0.5B-Instruct',
		shape: 'Qwen2.5-0.5B',
		parameters: 494_032_768,
		bytes: 988e6,
		memory: 1.13e9,
		licence: apache,
	},
	{
		address: 'Qwen/Qwen3-0.6B',
		shape: 'Qwen3-0.6B',
		parameters: 596_049_920,
		bytes: 1.503e9,
		memory: 1.66e9,
		licence: apache,
	},
	{
		address: 'TinyLlama/TinyLlama-1.1B-Chat-v1.0',
		shape: 'TinyLlama-1.1B',
		parameters: 1_100_048_384,
		bytes: 2.2e9,
		memory: 1.77e9,
		licence: apache,
	},
	{
		address: 'meta-llama/Llama-3.2-1B-Instruct',
		shape: 'Llama-3.2-1B',
		parameters: 1_235_814_400,
		bytes: 2.472e9,
		memory: 1.84e9,
		licence: 'Llama 3.2',
		note: 'gated',
	},
];
