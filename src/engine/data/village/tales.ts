/**
 * Stories of the village as general text, and as a pirate tells them. The model continues a
 * held-out beginning by one sentence, and the village checks it.
 */
import { rawText, type Example } from '#engine/data/example.ts';
import {
	dataStream,
	heldOutSize,
	sequentialDraws,
	validationSize,
	type BuiltinSkill,
	type Draws,
	type GeneratedParts,
} from '../builtinSkill.ts';
import { sentenceEnd, splitSentences, type Style } from './sentences.ts';
import { drawSentences } from './story.ts';
import { faultOf, type Fault } from './Village.ts';

/** The fewest and the most sentences. */
const lengths = { plain: [3, 5], pirate: [2, 3] } as const;

export function drawTale(draws: Draws, style: Style): Example {
	const [fewest, longest] = lengths[style];
	return rawText(drawSentences(draws, draws.between(fewest, longest), style).join(' '));
}

/** All sentences of a story but the last one, with the blank after them. */
export const taleStart = (tale: string, style: Style): string =>
	`${splitSentences(tale, style).slice(0, -1).join(' ')} `;

/** The fault of the first sentence after `start`; null if it is right. */
export const continuationFault = (
	start: string,
	continuation: string,
	style: Style,
): Fault | null =>
	faultOf([...splitSentences(start.trimEnd(), style), continuation.trimStart()], style);

/** Whether a story begins with one of these beginnings. */
export function beginsWith(tale: string, starts: ReadonlySet<string>, style: Style): boolean {
	const sentences = splitSentences(tale, style);
	return sentences.some((_, i) => starts.has(`${sentences.slice(0, i + 1).join(' ')} `));
}

interface TaleSkill extends Pick<
	BuiltinSkill,
	'id' | 'name' | 'role' | 'about' | 'version' | 'fingerprint'
> {
	readonly style: Style;
}

/**
 * No training story begins with the beginning of a validation or held-out story, so no
 * continuation was seen in training.
 */
function taleParts({ id, version, style }: TaleSkill): GeneratedParts {
	const draws = sequentialDraws(dataStream(id, version));
	const starts = new Map<string, Example>();
	while (starts.size < heldOutSize + validationSize) {
		const tale = drawTale(draws, style);
		starts.set(taleStart(tale.messages[0].content, style), tale);
	}
	const tested = [...starts.values()];
	const testStarts = new Set(starts.keys());
	let train: readonly Example[] | undefined;
	const drawTrain = () => {
		const tales = new Map<string, Example>();
		while (tales.size < trainSize) {
			const tale = drawTale(draws, style);
			const { content } = tale.messages[0];
			if (!beginsWith(content, testStarts, style)) tales.set(content, tale);
		}
		return [...tales.values()];
	};
	return {
		heldOut: tested.slice(0, heldOutSize),
		validation: tested.slice(heldOutSize),
		// When they are read: a run that only watches stories needs none.
		get train() {
			return (train ??= drawTrain());
		},
	};
}
const trainSize = 4000;

const taleSkill = ({ style, ...facts }: TaleSkill): BuiltinSkill => ({
	...facts,
	measure: { kind: 'continuation' },
	heldOutIs: 'unseen',
	counts: { train: trainSize, validation: validationSize, heldOut: heldOutSize },
	continuation: {
		start: (tale) => taleStart(tale, style),
		end: sentenceEnd[style],
		fault: (start, continuation) => continuationFault(start, continuation, style),
	},
	generate: () => taleParts({ style, ...facts }),
});

export const pirate = taleSkill({
	id: 'pirate',
	name: 'pirate tales',
	role: 'domain',
	version: 1,
	fingerprint: 'af052871aa59caa6035cff6d4840562bf841e28066bfdc0ad6bbbba7bcb00957',
	about:
		"Stories as a pirate tells them: Anna be ownin' a red ball! She be givin' th' ball to Tom!",
	style: 'pirate',
});

export const stories = taleSkill({
	id: 'stories',
	name: 'stories',
	role: 'general',
	version: 1,
	fingerprint: '80e7d12ad89df27fd287da256d3765c2e606576f467550171d4581e3834b380c',
	about: 'Stories like those that the base model was trained on: Anna has a red ball.',
	style: 'plain',
});
