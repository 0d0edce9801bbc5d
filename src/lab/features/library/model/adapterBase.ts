/** Compares the base that an adapter's folder names with the model of an experiment. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { ModelInfo } from '#lab/run/stores.ts';

/**
 * The last part of a hub's address, of a path, or of a path in the cache of transformers. Unsloth
 * names a quantised copy of the same model.
 */
export function shortBase(name: string): string {
	const cached = /models--[^/\\]+?--([^/\\]+)/.exec(name)?.[1];
	const last =
		cached ??
		name
			.replace(/@[^/@]*$/, '')
			.split(/[/\\]+/)
			.findLast((part) => part !== '');
	return (last ?? name)
		.toLowerCase()
		.replace(/(-unsloth)?-bnb-4bit$/, '')
		.replace(/[^\p{L}\p{N}]+/gu, '-');
}

/** null: there is no adapter from a folder, it names no base, or the names fit. */
export function otherBase(
	{ adapter: settings, model: ref }: Pick<Experiment, 'adapter' | 'model'>,
	{ models, adapters }: Readonly<Record<'models' | 'adapters', readonly ModelInfo[]>>,
): { readonly adapter: string; readonly base: string; readonly chosen: string } | null {
	const adapter = adapters.find(({ sha256 }) => sha256 === settings?.from);
	const model = models.find(({ sha256 }) => sha256 === ref.sha256);
	if (adapter?.base === undefined || !model) return null;
	const { name, origin = name } = model;
	const wanted = shortBase(adapter.base);
	if ([name, origin].some((each) => shortBase(each) === wanted)) return null;
	return { adapter: adapter.name, base: adapter.base, chosen: name };
}
