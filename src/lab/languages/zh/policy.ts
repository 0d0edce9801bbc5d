/** Chinese words of the left column: policy, shares, schedule, preparation, overall scores. */
import { withSign } from '#engine/core/text.ts';
import { count, duration, percent } from '#lab/page/words/format.ts';
import type { policyEnglish } from '#lab/features/policy/words.en.ts';
import { pageChinese } from './page.ts';
import type { policyManifestEnglish } from '#lab/features/policy/manifest.en.ts';

/** Shown before the page loads the feature. */
export const policyManifestChinese: typeof policyManifestEnglish = {
	topics: {
		mix: {
			title: '数据混合',
			explain:
				'每一步用一个批次的样本训练。混合策略决定批次中每个样本来自哪项技能。换用其他策略后，从下一步起生效。',
		},
	},
	parts: { mix: '策略与占比' },
};

const rate = (share: number) =>
	Math.abs(100 * share)
		.toFixed(1)
		.replace('.0', '');
const earlier = (before: number | null): string =>
	before === null ? '' : `（之前：${withSign(100 * before, 1)}）`;

export const policyChinese: typeof policyEnglish = {
	fixed: '固定',
	fixedHelp: '保持最近一个批次的占比，直到你移动其中一个。',
	since: {
		early: ({ step, evaluations }) =>
			`自第 ${count(step)} 步切换以来：` +
			`${evaluations === 0 ? '还没有评估' : `只有 ${count(evaluations)} 次评估`}，为时过早。`,
		same: ({ step, evaluations }) =>
			`自第 ${count(step)} 步切换以来：经过 ${count(evaluations)} 次评估，没有超出偶然的趋势变化。`,
		changed: (step, changes) => `自第 ${count(step)} 步切换以来：${changes.join('；')}。`,
		stopped: (skill, { before }) =>
			`${skill} 不再进步（之前：每 10 步 +${rate(before ?? 0)} 个百分点）`,
		gains: (skill, { after, before }) =>
			`${skill} 每 10 步提高 ${rate(after)} 个百分点${earlier(before)}`,
		falls: (skill, { after, before }) =>
			`${skill} 每 10 步降低 ${rate(after)} 个百分点${earlier(before)}`,
	},
	mix: {
		...policyManifestChinese.topics.mix,
		shares: '每个批次中的占比',
		sharesHelp:
			'每项技能占批次的多少。移动一个占比后，训练改用固定比例继续，其他技能让出或补上差额。',
		share: (skill) => `${skill} 的占比`,
		hold: '锁定',
		holdShare: (skill) => `移动其他占比时锁定 ${skill} 的占比`,
		watched: '仅观察',
		average: '平均',
		worst: '最差',
		averageHelp: '整个答案都正确的留出题的比例：所有训练技能的平均值，以及其中的最低值。',
		averageShort: '平均与最差技能',
		standing: (average, worst) => `各步的完全匹配。平均 ${average}，最差技能 ${worst}。`,
		planned: (step, title) => `从第 ${count(step)} 步起：${title}`,
	},
	timetable: {
		title: '时间表',
		chart: (points) => `绘制的时间表，有 ${points} 个点`,
		hint: '在图中点击可以添加一个点。',
		add: '添加一个点',
		point: (step) => `第 ${count(step)} 步的点`,
		atStep: '步',
		remove: '移除这个点',
	},
	preparation: {
		...pageChinese.policy.preparation,
		needed: (cost) => `${cost || '它先要准备。'}也可以使用已保留的准备结果。`,
		paused: '已中断。完成的部分会保留，继续训练时接着准备。',
		fromKept: (name) => `使用之前保留的“${name}”。`,
		fromMissing: '使用的准备结果不在这里：请导入它的文件，或选择另一个。',
		done: (updates, measured, milliseconds) =>
			`准备用时 ${duration(milliseconds)}：${[
				updates > 0 && `${count(updates)} 次更新`,
				measured > 0 && `测量 ${count(measured)} 个样本`,
			]
				.filter(Boolean)
				.join('，')}。`,
		nameDefault: (title, step) => (step > 0 ? `${title}，从第 ${count(step)} 步起` : title),
		keptAs: (name) => `已保留为“${name}”。`,
		kept: (kept) => `保留的准备结果（${count(kept)}）`,
		noneKept: '还没有保留的结果。',
		useName: (name) => `使用 ${name}`,
		export: '导出',
		exportName: (name) => `把 ${name} 导出为文件`,
		import: '导入文件…',
		imported: (name) => `“${name}”已导入。`,
		importedOther: (name, policy) => `“${name}”已导入。它属于 ${policy}：选择那个策略才能使用。`,
		sureDelete: '永久删除？',
		deleted: (name) => `“${name}”已删除。`,
		made: (day, size) => `${day}，${size}`,
		failed: '无法保留、读取或删除准备结果。',
	},
	probeCost: (share) => `它的测量另外需要大约相当于训练步计算量 ${percent(share)} 的计算。`,
};
