/** A reference to a model of the lab, with what a person needs to find it. */
import type { ModelRef } from './experiment.ts';
import type { ModelInfo } from './stores.ts';

/** Links and experiments of shipped models name them by their hash alone. */
export const toModelRef = ({
	id,
	sha256,
	source,
	name,
	file,
	origin,
}: Pick<ModelInfo, 'id' | 'sha256' | 'source' | 'name' | 'file' | 'origin'>): ModelRef => {
	if (source === 'builtin') return { id, sha256 };
	const about = {
		name: name.slice(0, 200),
		...(file && { file: { ...file, name: file.name.slice(-300) } }),
		...(origin !== undefined && { origin: origin.slice(0, 500) }),
	};
	return { id, sha256, about };
};
