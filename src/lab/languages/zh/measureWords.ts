/** Chinese names of a report's measures, and their numbers as text. */
import { withSign } from '#languages/format.ts';
import type { Measure, Unit as AnyUnit } from '#lab/features/studies/model/measures.ts';
import type { Lead } from '#lab/features/studies/model/messages.ts';

type Unit = Measure['unit'];
export const differenceValue = (value: number, unit: AnyUnit) =>
	unit === 'share' ? withSign(100 * value, 1) : withSign(value, 3);
export const differenceText = (value: number, unit: Unit) =>
	`${differenceValue(value, unit)} ${unit === 'share' ? '个百分点' : 'nat'}`;

export function measureTitle({ id, unit, skills }: Measure): string {
	const score = unit === 'share' ? '完全匹配' : '损失';
	const titles: Readonly<Record<Measure['id'], string>> = {
		average: '平均完全匹配',
		worst: '最差技能',
		target: `目标：${skills.join('、')}：${score}`,
		domain: `领域：${score}`,
		general: `通用：${score}`,
		generalChange: '通用：损失的变化',
		loss: '平均留出损失',
		best: `最佳检查点：平均${score}`,
	};
	return titles[id];
}

export function measurePhrase({ id, unit, skills }: Measure): string {
	if (id === 'average') return '平均完全匹配';
	if (id === 'worst') return '最差技能的完全匹配';
	if (id === 'generalChange') return '通用损失的变化';
	if (id === 'loss') return '平均留出损失';
	if (id === 'best') return '最佳检查点的平均分';
	if (unit === 'nats') return ` ${skills.join('、')} 的损失`;
	if (id === 'target') return ` ${skills.join('、')} 的完全匹配`;
	return `${id === 'domain' ? '领域' : '通用'}技能的完全匹配`;
}

export function measureAbout({ id, unit, skills, examples }: Measure): string {
	const names = skills.join('、');
	if (id === 'average') return '各训练技能在留出样本上的完全匹配的平均值（有这个数值的技能）。';
	if (id === 'loss') return '各训练技能的平均留出损失，单位是每个答案 token 的 nat 数。越低越好。';
	if (id === 'best')
		return '每次训练按验证样本选出的检查点在留出样本上的平均分。结束前的评估用的样本可能比最后一次少。';
	if (id === 'worst') return '每次训练中，训练技能的完全匹配的最低值。';
	if (id === 'generalChange')
		return (
			`${names} 结束时的平均留出损失减去基座模型的：大于 0 表示模型遗忘了它。` +
			`基座模型每项技能最多用 ${examples?.base} 个样本计分，结束时最多用 ${examples?.final} 个。`
		);
	if (unit === 'nats')
		return `${names} 的平均留出损失，单位是每个答案 token 的 nat 数：文本没有完全匹配。越低越好。`;
	return `${names} 在留出样本上的平均完全匹配。`;
}

export const amountText = (amount: number, unit: Unit): string =>
	unit === 'share' ? `${(100 * amount).toFixed(1)} 个百分点` : `${amount.toFixed(3)} nat`;

export const inBrackets = (within: string) => (within === '' ? '' : `（${within}）`);

export const leads = ({ label, against, within, measure, lead }: Lead) =>
	`${label} 与 ${against} 相比${inBrackets(within)}，${measurePhrase(measure).trim()} ` +
	differenceText(measure.better === 'higher' ? lead : -lead, measure.unit);
