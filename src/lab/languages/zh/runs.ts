/** Chinese words of the place with the stored runs. */
import { count, list } from '#lab/page/words/format.ts';
import type { runsEnglish } from '#lab/features/runs/words.en.ts';
import type { runsManifestEnglish } from '#lab/features/runs/manifest.en.ts';

/** Shown before the page loads the feature. */
export const runsManifestChinese: typeof runsManifestEnglish = {
	topics: {
		runs: {
			title: '训练记录',
			explain:
				'这台设备上保存的所有训练。勾选几个，可以比较它们的曲线、实验和各项技能的结果。' +
				'展开一个，可以命名、加标签、在工作台打开，或者分叉：从它的某个检查点开始一次新的训练，换用其他策略。',
		},
	},
};

export const runsChinese: typeof runsEnglish = {
	...runsManifestChinese.topics.runs,
	none: '还没有保存的训练。按“训练”开始第一次。',
	noneFound: '没有训练同时包含这些词。请去掉一个。',
	search: '搜索',
	searchHint: '名称、策略、技能、种子、状态…',
	searchHelp: '查找包含每个词的训练：在名称、标签、备注、策略、技能、模型、种子或状态中。',
	tagged: '标签',
	anyTag: '任意标签',
	found: (shown, all) =>
		shown === all ? `${count(all)} 次训练` : `${count(shown)} 次，共 ${count(all)} 次训练`,
	mark: (run) => `比较 ${run}`,
	markAll: '全部比较',
	unmark: '都不比较',
	details: (run) => `${run} 的详情`,
	unnamed: (policies, seed) => `${policies}，种子 ${seed}`,
	seed: (seed) => `种子 ${seed}`,
	of: (step, steps) =>
		step === steps ? `${count(steps)} 步` : `第 ${count(step)} 步，共 ${count(steps)} 步`,
	skills: (skills) => `${count(skills)} 项技能`,
	worst: '最差',
	atEnd: (average, worst) => `平均 ${average}，最差技能 ${worst}`,
	openTitle: '在工作台打开这次训练，从最近的检查点继续',
	numbered: (title, number) => `${title}（${number}）`,
	behind: '显示在当前训练后面',
	isBehind: '已显示在后面',
	behindHelp: '把这次训练画在工作台上的训练后面，并在那里比较两者的最终数字。',
	ends: { running: '未完成', finished: '已完成', stopped: '已停止', failed: '失败' },
	replay: '重放平均混合',
	replayHelp:
		'一个新实验，把这次训练的平均占比作为固定混合：起作用的是混合的变化，还是它的平均值？',
	tags: '标签',
	addTag: '添加标签',
	tag: (tag) => `显示带有标签 ${tag} 的训练`,
	removeTag: (tag) => `去掉标签 ${tag}`,
	notes: '备注',
	cannotDescribe: '对这次训练写下的内容没有保存。',
	forkOf: (step, parent) => `在第 ${count(step)} 步从 ${parent} 分叉`,
	forkOfGone: (step) => `在第 ${count(step)} 步从一次已删除的训练分叉`,
	delete: '删除…',
	deleteWhat: (checkpoints) =>
		`这会删除它的曲线、回答样例和备注，以及 ${count(checkpoints)} 个检查点和微调后的权重。` +
		'无法撤销。从它分叉出来的训练不受影响。',
	compare: {
		title: '比较',
		explain:
			'所有勾选的训练画在一张图上。三角形表示切换策略。指向某一步，或用方向键，读取每次训练在那里的数值。',
		hint: '在列表中勾选训练，在这里比较它们的曲线、实验和技能。',
		loading: '正在读取训练…',
		metric: '显示',
		metrics: {
			average: '平均完全匹配',
			worst: '最差技能的完全匹配',
			trainingLoss: '训练损失',
			exact: (skill) => `${skill}：完全匹配`,
			loss: (skill) => `${skill}：留出损失`,
		},
		groups: { all: '所有技能', exact: '一项技能的完全匹配', loss: '一项技能的损失' },
		units: { share: '整个答案都正确的留出题的比例', nats: '每 token 的 nat 数' },
		chart: (metric, newest) => `${metric}随训练步的变化。${newest}`,
		atStep: (step) => `第 ${count(step)} 步`,
		newest: '结束时',
		remove: (run) => `不比较 ${run}`,
		diff: '有何不同',
		diffHelp: '这些实验中不同的设置。–：这个实验没有这项设置。',
		same: '它们的实验相同。在同一种设备上，它们的曲线也逐位相同。',
		one: '一次训练：再勾选一次，看看它们有何不同。',
		more: (groups) =>
			`这些训练不只在一个方面不同：${list(groups)}。` +
			'所以无法由它们判断曲线的差异是什么引起的。',
		seeds: '各个变体用了不同的种子：一部分差异可能来自种子。',
		unended: (names) => `没有训练到结束：${list(names)}。它们的数字来自最近一次评估。`,
		devices: (backends) => `在不同种类的设备上训练（${list(backends)}），所以末位数字会不同。`,
		skillTable: '各项技能，结束时',
		skillTableHelp: '最近一次评估的完全匹配和留出损失，以及与基座模型相比的变化。',
		exact: '匹配',
		runColumn: '训练',
	},
	group: {
		policy: '策略',
		seed: '随机种子',
		model: '模型',
		skills: '技能',
		length: '训练的长度',
		batching: '批次',
		optimizer: '优化器',
		evaluation: '评估',
		numbers: '计算方式',
	},
};
