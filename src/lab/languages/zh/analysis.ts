/** Chinese words of the comparisons that a study names beforehand. */
import { translated } from '#engine/core/language.ts';
import { pPhrase, pText } from '#lab/features/studies/measureWords.en.ts';
import type * as english from '#lab/features/studies/analysis.en.ts';
import {
	amountText,
	differenceText,
	differenceValue,
	leads,
	measurePhrase,
} from './measureWords.ts';
import { axisName } from '#lab/features/studies/model/axes.ts';
import type { PilotPower, PilotSpread } from '#lab/features/studies/model/analysis/pilotPower.ts';
import type { Measure } from '#lab/features/studies/model/measures.ts';
import type { PlannedEvidence } from '#lab/features/studies/model/messages.ts';

export const analysisSentences: typeof english.analysisSentences = {
	'headline.planned': ({ measures, of, different, equivalent, undecided, largest }) =>
		(largest ? `${leads(largest)}。` : '') +
		`事先指定的 ${of} 项比较${largest ? '' : `（${measuresText(measures)}）`}：` +
		`${different} 项有区别，${equivalent} 项等效，${undecided} 项未定。`,
	planned: (evidence) => verdictText(evidence) + marginText(evidence) + powerText(evidence),
	'planned.unknown': ({ label, against, measure, n }) =>
		`${label} 与 ${against}，${measurePhrase(measure).trim()}：` +
		`双方都完成的种子有 ${n} 个，不足以检验。`,
	'note.planned': ({ measures, of, correction, over, margin }) =>
		`事先指定：${measuresText(measures)}，${of} 项比较，按种子配对的 t 检验，` +
		`${correction === 'holm' ? 'Holm 校正' : '不校正'}。` +
		(over.length > 0
			? `每个种子的差异先对${over.map((id) => translated(axisName(id))).join('、')}取平均，所以区间只反映种子的变化。`
			: '') +
		(margin === null
			? ''
			: `等效：两个单侧检验都拒绝 ${amountText(margin, measures[0].unit)}或更大的差异，同样经过校正。`),
};

const measuresText = (measures: readonly Measure[]) =>
	measures.map((measure) => measurePhrase(measure).trim()).join('和');

function verdictText(evidence: PlannedEvidence): string {
	const { label, against, verdict, measure, margin } = evidence;
	const found = `${measurePhrase(measure).trim()}：${evidenceText(evidence)}`;
	if (verdict === 'equivalent' && margin !== null)
		return `等效：${label} 与 ${against} 相差不到 ${amountText(margin, measure.unit)}，${found}`;
	if (verdict === 'undecided') return `未定：${label} 与 ${against} 相比，${found}`;
	return `有区别：${label} ${verdict === 'better' ? '优于' : '不如'} ${against}，${found}`;
}

const evidenceText = ({ measure: { unit }, n, test }: PlannedEvidence) =>
	`${differenceText(test.mean, unit)}（95%：${differenceValue(test.low, unit)} 到 ` +
	`${differenceValue(test.high, unit)}；${pPhrase(test.p)}，校正后 ${pText(test.adjusted)}；` +
	`n = ${n} 个种子）。`;

function marginText({ margin, equivalence, isEquivalent, verdict, measure }: PlannedEvidence) {
	if (margin === null || !equivalence) return '';
	const { low, high, p, adjusted } = equivalence;
	const { unit } = measure;
	const within = `±${amountText(margin, unit)}之内`;
	const range =
		`（90%：${differenceValue(low, unit)} 到 ${differenceValue(high, unit)}；` +
		`两个单侧检验 ${pPhrase(p)}，校正后 ${pText(adjusted)}）`;
	if (!isEquivalent) return `没有证明在${within}等效${range}。`;
	return `${verdict === 'equivalent' ? '' : '但'}差异在${within}${range}。`;
}

function powerText({ smallestEffect, seedsNeeded, effect, verdict, measure, n }: PlannedEvidence) {
	if (verdict !== 'undecided' || smallestEffect === null) return '';
	const smallest =
		`${n} 个种子能检出 ${amountText(smallestEffect, measure.unit)}或更大的差异` +
		'（功效 80%，校正后）';
	if (effect === null) return `${smallest}。`;
	const needed = seedsNeeded === null ? '1,000 个以上' : ` ${seedsNeeded} 个`;
	return `${smallest}；检出 ${amountText(effect, measure.unit)}需要${needed}种子。`;
}

export function powerSentence(found: PilotSpread & PilotPower): string {
	const { measure, title, median, low, high, comparisons, seeds, of, effect } = found;
	const { smallest, smallestAtHighest, needed, neededAtHighest } = found;
	const amount = (value: number) => amountText(value, measure.unit);
	const seedsText = (n: number | null) => (n === null ? '1,000 个以上种子' : `${n} 个种子`);
	return (
		`预研究“${title}”，${measurePhrase(measure).trim()}：配对标准差 ${amount(median)}` +
		`（${comparisons} 项比较的中位数；${amount(low)} 到 ${amount(high)}）。` +
		`${seeds} 个种子以 80% 功效能检出 ${amount(smallest)}` +
		`（标准差最大时 ${amount(smallestAtHighest)}），水平为 5% ÷ ${of}，即 Holm 的第一步。` +
		`检出 ${amount(effect)}需要 ${seedsText(needed)}（标准差最大时 ${seedsText(neededAtHighest)}）。`
	);
}

export const analysisTitles: typeof english.analysisTitles = {
	planned: '事先指定的比较',
	comparison: '比较',
	minus: (label, against, on) => `${label} − ${against}${on === null ? '' : `（${on}）`}`,
	differenceWith95: (unit) => `差异（95%），${unit}`,
	p: 'p',
	holm: 'p，Holm 校正',
	within90: (margin) => `90% 区间（±${margin}之内）`,
	equivalenceP: '等效检验 p',
	equivalenceHolm: '等效检验 p，Holm 校正',
	deviation: '差异的标准差',
	smallestEffect: '可检出（80%）',
	seedsFor: (effect) => `检出 ${effect}所需种子`,
	moreSeeds: '超过 1,000',
	verdict: '结论',
	forest: (reference) => `各策略与 ${reference} 相比`,
	stepsTo: (skill, every) =>
		`达到${skill === null ? '平均' : ` ${skill} `}留出损失目标的步数，每 ${every} 步测一次`,
	targetLoss: '目标，nat',
	reached: '达到',
	reachedOf: (reached, n) => `${reached} / ${n}`,
	medianSteps: '步数中位数',
	after: (step) => `超过 ${step}`,
	fewerSteps: (reference) => `${reference} 的步数 ÷ 它的步数`,
	bySkill: '各技能的分数',
	byPart: '分项',
	plannedVerdicts: {
		better: '有区别：更好',
		worse: '有区别：更差',
		equivalent: '等效',
		undecided: '未定',
		unknown: '种子太少',
	},
};
