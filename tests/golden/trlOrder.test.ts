/**
 * TRL on the rows of a run whose policy changed the mix: the same rows in each step, and before the
 * first update the same loss. SKILLET_PYTHON: a Python with trl.
 */
import { sum } from '#engine/core/statistics.ts';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import { serverRun } from '#lab/features/runs/server/serverRun.ts';
import { trl } from '#lab/features/runs/server/trl.ts';
import { rowOrder } from '#lab/features/runs/server/rowOrder.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { StepEvent } from '#lab/training/events.ts';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { pythonWith } from '../support/python.ts';
import { serverCases } from './serverCases.ts';

const skillIds = ['addition', 'capitals', 'extraction'];
const python = pythonWith('trl', 'datasets');

test.skipIf(!python)(
	'TRL trains on the rows that the run drew (SKILLET_PYTHON with trl)',
	async () => {
		const root = testFolder();
		const model = readModelOnDisk('models/skillet-base');
		const { record, ...parts } = serverCases['achieved'];
		const experiment = {
			...record.experiment,
			skills: skillIds.map((id) => ({ ...record.experiment.skills[0], id, name: id })),
			policy: [{ fromStep: 0, id: 'mos', settings: { interval: 2, examples: 4 } }],
			steps: 6,
			optimizer: { ...record.experiment.optimizer, accumulation: 1 },
		};
		const skills = await Promise.all(
			skillIds.map((id) => encodeSkill(builtinSource(id), 'train', model.tokenizer, 128)),
		);
		const device = await openNodeDevice();
		const trainer = await createTrainer({ device, model, skills, settings: experiment });
		await trainer.start();
		const steps: StepEvent[] = [];
		while (trainer.step < experiment.steps)
			for (const event of await trainer.next()) if (event.type === 'step') steps.push(event);
		trainer.dispose();
		const order = rowOrder(steps);
		if (typeof order === 'string') throw new Error(order);
		const run = serverRun({
			...parts,
			record: { ...record, experiment, step: experiment.steps },
			shares: { kind: 'achieved', shares: [0.4, 0.3, 0.3], steps: experiment.steps, changed: true },
			rows: skills.map(({ train }) => ({ count: train.count, hasRawText: false })),
		});
		mkdirSync(path.join(root, 'data'));
		for (const { name, text } of trl(run)) writeFileSync(path.join(root, name), text);
		for (const { file, name } of run.skills) {
			const lines: string[] = [];
			for await (const rows of builtinSource(name).read('train'))
				lines.push(...rows.map(({ messages }) => JSON.stringify({ messages })));
			writeFileSync(path.join(root, file), `${lines.join('\n')}\n`);
		}
		const lines = order.map(({ skill, ...row }) =>
			JSON.stringify({ ...row, skill: skillIds[skill], file: run.skills[skill].file }),
		);
		writeFileSync(path.join(root, 'order.jsonl'), `${lines.join('\n')}\n`);
		cpSync('models/skillet-base', path.join(root, 'skillet-base'), { recursive: true });
		writeFileSync(path.join(root, 'watch.py'), watch);
		execFileSync(python!, ['watch.py', '--run-order'], { cwd: root, stdio: 'pipe' });

		const seen = readFileSync(path.join(root, 'seen.jsonl'), 'utf8').trim().split('\n');
		const batches = seen.map((line) => JSON.parse(line) as { rows: number[][]; losses: number[] });
		const drawn = steps.map(({ step }) =>
			order
				.filter((row) => row.step === step)
				.map(({ skill, row }) => {
					const { tokens, offsets } = skills[skill].train;
					return [...tokens.subarray(offsets[row], offsets[row + 1])];
				}),
		);
		expect(batches.map(({ rows }) => rows)).toEqual(drawn);
		const { losses } = batches[0];
		const mean = sum(losses) / losses.length;
		expect(mean / steps[0].loss).toBeCloseTo(1, 4);
		// The policy changed the mix, so the order is not that of fixed shares.
		expect(new Set(steps.map(({ weights }) => weights.join())).size).toBeGreaterThan(1);
	},
	10 * 60_000,
);

/** Runs the script, and writes the tokens of each batch and the loss of each row. */
const watch = `
import json, runpy, sys, torch, trl

class Watched(trl.SFTTrainer):
    def compute_loss(self, model, inputs, *args, **options):
        ids, mask = inputs["input_ids"], inputs["attention_mask"]
        with torch.no_grad():
            logits = model(input_ids=ids, attention_mask=mask).logits
        labels = inputs["labels"][:, 1:]
        losses = torch.nn.functional.cross_entropy(
            logits[:, :-1].transpose(1, 2), labels, ignore_index=-100, reduction="none"
        ).sum(1) / (labels != -100).sum(1)
        rows = [row[seen.bool()].tolist() for row, seen in zip(ids, mask)]
        with open("seen.jsonl", "a") as file:
            file.write(json.dumps({"rows": rows, "losses": losses.tolist()}) + "\\n")
        return super().compute_loss(model, inputs, *args, **options)

trl.SFTTrainer = Watched
sys.argv = ["train_trl.py", *sys.argv[1:]]
runpy.run_path("train_trl.py", run_name="__main__")
`;
import { testFolder } from '../support/testFolder.ts';
