/** Run files with a correct checksum and a changed run, and damaged files. */
import { gzipSync } from 'fflate';
import { sha256Hex } from '#engine/core/hash.ts';
import { canonicalJson, type Json } from '#engine/core/json.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { metricsFile } from '#lab/features/runs/model/metricsFile.ts';
import { meanMix, runSummary } from '#lab/run/runSummary.ts';
import { statementText } from '#engine/core/message.ts';
import { readRunFile, runFile } from '#lab/features/runs/model/runFile.ts';
import { runRecord, stepEvents } from '../../../support/labValues.ts';
import type { Chance } from '../chance.ts';
import { mutatedBytes, mutatedJson, mutatedText } from '../mutate.ts';
import { defineTarget, demand, demandFinite, namesFile } from '../target.ts';
import { jsonText } from '../values.ts';

const steps = 4;
const evaluation = (step: number): RunEvent => ({
	type: 'evaluation',
	step,
	skills: [{ loss: 1 / (step + 1), exact: 0.5, tokenAccuracy: 0.75, examples: 20 }],
	averageExact: 0.5,
	worstExact: { skill: 0, exact: 0.5 },
	milliseconds: 9,
});
const events: readonly RunEvent[] = [
	{ type: 'memory', step: 0, bytes: 1e6 },
	evaluation(0),
	...stepEvents(1, steps),
	{
		type: 'explained',
		step: steps,
		explanation: {
			weights: [1],
			sentence: { id: 'fixed.set', values: {} },
			traces: [{ label: 'reward', values: [null] }],
			matrices: [{ label: 'transfer', about: 'Cosines.', rows: [[0.5]] }],
			influences: { label: 'rows', about: 'Rows.', values: [{ label: 'a', value: 1 }] },
			warnings: ['Older words.'],
		},
	},
	{ type: 'warning', step: steps, message: { id: 'run.reopened', values: { step: 1 } } },
	evaluation(steps),
	{ type: 'checkpoint', step: steps },
];
const { experiment, ...record } = runRecord({
	step: steps,
	name: 'A run',
	tags: ['x'],
	notes: 'n',
});
const floats = (factor: number) => Float32Array.from({ length: 6 }, (_, i) => factor * i);
const whole = {
	record: { ...record, experiment: { ...experiment, steps: 6 } },
	events,
	checkpoint: {
		runId: record.id,
		step: steps,
		weights: floats(0.1),
		firstMoments: floats(0.01),
		secondMoments: floats(0.001),
		counters: { drawn: { add: 128 } },
	},
};
const { blob } = await runFile(whole, 'run');
const stored = JSON.parse(
	await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).text(),
) as { readonly run: Json };

interface RunBytes {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

function makeFile(chance: Chance): RunBytes {
	const run = jsonText(mutatedJson(stored.run, chance));
	const head = chance.is(0.95)
		? `"format":"skillet-run","version":1,"sha256":"${checksum(run)}"`
		: jsonText(mutatedJson({ format: 'skillet-run', version: 1 }, chance)).slice(1, -1);
	const text = `{${head},"run":${run}}`;
	const bytes = new TextEncoder().encode(chance.is(0.05) ? mutatedText(text, chance) : text);
	const isZipped = chance.is(0.5);
	const packed = isZipped ? gzipSync(bytes, { level: 1 }) : bytes;
	return {
		name: isZipped ? 'class.skillet.json.gz' : 'class.skillet.json',
		bytes: chance.is(0.1) ? mutatedBytes(packed, chance) : packed,
	};
}

/** The checksum of the run as its reader parses it; any for text that it cannot read. */
function checksum(run: string): string {
	try {
		return sha256Hex(canonicalJson(JSON.parse(run)));
	} catch {
		return '0'.repeat(64);
	}
}

/** Reads the file and computes everything that the page shows of a run. */
async function open({ name, bytes }: RunBytes): Promise<void> {
	const run = await readRunFile(new File([bytes], name));
	demandFinite([run.record, run.events], 'The run');
	const { skills } = run.record.experiment;
	const shown = [
		runSummary(run.record.experiment, run.events),
		run.events.some(({ type }) => type === 'step') ? meanMix(skills, run.events) : null,
	];
	demandFinite(shown, 'The summary');
	const noNumber = /\b(?:NaN|undefined)\b/;
	// A mutation can name a skill so.
	const isName = noNumber.test(JSON.stringify(run.record));
	for (const format of ['jsonl', 'csv', 'config'] as const) {
		const { blob } = metricsFile(format, run.record, run.events, 'https://lab.example/#2.x');
		const text = await blob.text();
		demand(!noNumber.test(text) || isName || format === 'config', `The ${format} has no number.`);
	}
	for (const event of run.events) {
		if (event.type === 'warning' || event.type === 'failed')
			demand(typeof statementText(event.message) === 'string', 'A warning has no text.');
	}
}

export const runFiles = defineTarget<RunBytes>({
	name: 'runs',
	make: makeFile,
	open,
	names: ({ name }, error) => namesFile(name, error),
	show: ({ name, bytes }) => `${name}\n${new TextDecoder().decode(bytes)}`,
});
