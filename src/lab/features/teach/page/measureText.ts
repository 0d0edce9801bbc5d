/** The measure of a part of the class in words, and its values. */
import * as format from '#languages/format.ts';
import { curveTitle } from '#lab/page/words/curveTitle.ts';
import { skillName } from '#lab/page/words/words.ts';
import type { ClassPart } from '../model/readClass.ts';

export function measureTitle({ lesson, groups }: ClassPart): string {
	const { measure, skill: id = '' } = lesson.curve;
	const skills = groups.flatMap(({ experiment }) => experiment.skills);
	return curveTitle(
		measure,
		skillName(skills.find((skill) => skill.id === id) ?? { id, name: id }),
	);
}

export function valueText({ unit }: ClassPart['lesson']['curve'], value: number): string {
	if (unit === 'share') return format.percent(value);
	return unit === 'nats' ? format.loss(value) : format.figure(value);
}
