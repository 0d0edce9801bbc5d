/**
 * A study with all its results as one JSON text, for files with parts of the lab. The reader trusts
 * nothing: the file may be altered.
 */
import * as v from 'valibot';
import {
	checkedBy,
	mustBe,
	number,
	object,
	openObject,
	recordOf,
	sha256,
	text,
	whole,
} from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { partJson, statement } from '#lab/run/partJson.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { listForSkills, scoreFields } from '#lab/training/events.ts';
import { parseStudy, type StudyContext } from './parse.ts';
import type { CellOutcome } from './result.ts';
import type { StudyRecord } from './study.ts';

export interface KeptStudy {
	readonly record: StudyRecord;
	readonly outcomes: readonly CellOutcome[];
}

export const studyText = ({ record, outcomes }: KeptStudy): string =>
	JSON.stringify({ record, outcomes });

/** Throws InputError with the field. A study that was training is paused. */
export function readKeptStudy(content: string, context: Omit<StudyContext, 'base'>): KeptStudy {
	const { record, outcomes } = checkedBy(envelope, partJson(content, context.file));
	const base = parseExperiment(record.study.experiment, { toLookAt: true });
	const study = parseStudy(record.study, { ...context, base, toLookAt: true });
	const { length } = study.experiment.skills;
	return {
		record: { ...record, study, going: false },
		outcomes: checkedBy(v.array(outcomeSchema(record.id, length)), outcomes, 'outcomes'),
	};
}

const list = mustBe(say('a list of results'));
const time = whole(0, 8.64e15);
const count = whole(0, Number.MAX_SAFE_INTEGER);
const step = whole(0, 1_000_000);
const amount = number(say('a finite number'), Number.isFinite);
const yesOrNo = v.boolean(mustBe(say('true or false')));
const anyText = v.string(mustBe(say('text')));
const ratios = recordOf(amount);
const factors = recordOf(v.union([anyText, amount], mustBe(say('text'))));
const envelope = object({
	record: object({
		id: text(200),
		study: openObject({ experiment: v.unknown() }),
		madeAt: time,
		keepRuns: yesOrNo,
		order: v.exactOptional(v.literal('turns')),
		going: yesOrNo,
	}),
	outcomes: v.array(v.unknown(), list),
});

/** The outcome of a cell of this study. `skills`: their number. */
function outcomeSchema(studyId: string, skills: number) {
	const scores = scoreFields(skills);
	const bySkill = <const T extends v.GenericSchema>(item: T) => listForSkills(skills, item);
	const result = object({
		factors,
		experiment: sha256,
		steps: step,
		base: object(scores),
		final: object(scores),
		best: v.exactOptional(object({ step, ...scores })),
		trainingMilliseconds: amount,
		totalMilliseconds: amount,
		tokens: count,
		backend: text(100),
		device: v.exactOptional(text(100)),
		engine: v.exactOptional(count),
		mix: ratios,
		drawn: v.exactOptional(object({ examples: ratios, tokens: ratios })),
		lossAt: v.exactOptional(
			v.array(
				object({
					step,
					losses: bySkill(amount),
					right: v.exactOptional(bySkill(v.nullable(anyText))),
				}),
				list,
			),
		),
		mixAt: v.array(object({ step, weights: bySkill(amount) }), list),
		schedule: v.exactOptional(v.array(object({ step, ratios }), list)),
		noisyShare: v.nullable(amount),
		cost: object({
			probeMilliseconds: amount,
			updates: count,
			measured: count,
			milliseconds: amount,
		}),
		warnings: v.array(statement, list),
	});
	const cell = { studyId: v.literal(studyId), cell: text(200), factors, at: time };
	return v.variant(
		'kind',
		[
			object({ ...cell, kind: v.literal('done'), result }),
			object({ ...cell, kind: v.literal('failed'), message: statement }),
		],
		mustBe(say('an object')),
	);
}
