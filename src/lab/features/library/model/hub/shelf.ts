/** Published models that the lab opens, as the page shows them before it asks a hub. */

interface ShelfModel {
	/** On huggingface.co. */
	readonly address: string;
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
type Row = readonly [address: string, Figures, licence: string, ShelfModel['note']?];
const rows: readonly Row[] = [
	['EleutherAI/pythia-70m', [70_426_624, 166e6, 260e6], apache],
	['openai-community/gpt2', [124_439_808, 548e6, 457e6], 'MIT'],
	['facebook/opt-125m', [125_239_296, 251e6, 458e6], 'OPT-175B', 'pickle'],
	['HuggingFaceTB/SmolLM2-135M-Instruct', [134_515_008, 269e6, 631e6], apache],
	['google/gemma-3-270m-it', [268_098_176, 536e6, 876e6], 'Gemma', 'gated'],
	['HuggingFaceTB/SmolLM2-360M-Instruct', [361_821_120, 724e6, 1.1e9], apache],
	['EleutherAI/pythia-410m', [405_334_016, 911e6, 1.06e9], apache],
	['Qwen/Qwen2.5-0.5B-Instruct', [494_032_768, 988e6, 1.2e9], apache],
	['Qwen/Qwen3-0.6B', [596_049_920, 1.503e9, 1.74e9], apache],
	['TinyLlama/TinyLlama-1.1B-Chat-v1.0', [1_100_048_384, 2.2e9, 1.77e9], apache],
	['meta-llama/Llama-3.2-1B-Instruct', [1_235_814_400, 2.472e9, 1.89e9], 'Llama 3.2', 'gated'],
];
export const shelf: readonly ShelfModel[] = rows.map(
	([address, [parameters, bytes, memory], licence, note]) => ({
		address,
		parameters,
		bytes,
		memory,
		licence,
		...(note && { note }),
	}),
);
