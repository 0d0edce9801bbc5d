/** The measure of a part of the class in words, and its values. */
import * as format from '#languages/format.ts';
import { curveTitle } from '#lab/page/words/curveTitle.ts';
import { skillName } from '#lab/page/words/words.ts';
import type { ClassMeasure, ClassPart } from '../model/readClass.ts';
import { classWords as text } from '../words.ts';

export function measureTitle({ lesson, measure, groups }: ClassPart): string {
	const { what, skill: id = '' } = measure;
	if (what === 'meanLoss') return text.meanLoss;
	if (!lesson) return text.measure;
	const skills = groups.flatMap(({ experiment }) => experiment.skills);
	return curveTitle(what, skillName(skills.find((skill) => skill.id === id) ?? { id, name: id }));
}

export function valueText({ unit }: ClassMeasure, value: number): string {
	if (unit === 'share') return format.percent(value);
	return unit === 'nats' ? format.loss(value) : format.figure(value);
}
