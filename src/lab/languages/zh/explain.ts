/** Chinese words of the explanation panel: sentences, traces, influences, picks, results. */
import { count, duration, list, percent } from '#lab/page/words/format.ts';
import type { ResultsInWords } from '#lab/features/explain/page/resultsInWords.ts';
import type { explainEnglish } from '#lab/features/explain/words.en.ts';
import type { explainManifestEnglish } from '#lab/features/explain/manifest.en.ts';

/** Shown before the page loads the feature. */
export const explainManifestChinese: typeof explainManifestEnglish = {
	topics: {
		why: { title: '原因', explain: '策略依据什么、如何据此决定混合，以及模型同时遗忘了什么。' },
		picks: {
			title: '选中的样本',
			explain:
				'策略自己选择的样本：哪些、多少次、什么时候、来自哪一类。' +
				'错误的答案是故意弄错的；策略看不到哪些是错的。',
		},
		results: {
			title: '结果',
			explain:
				'每项技能训练前后的对比：整个答案都正确的留出题占多大比例，以及每个答案 token 的损失（单位 nat）。',
		},
		samples: {
			title: '回答样例',
			explain:
				'模型在每次评估时对留出题写出的回答。每个位置都取概率最高的 token（贪心解码），' +
				'所以相同的权重总是给出相同的回答。',
		},
		tryIt: {
			title: '试一试',
			explain:
				'把同一个提示交给基座模型和微调后的模型。两者在每个位置都取概率最高的 token（贪心解码）。',
		},
	},
};

type Scored = ResultsInWords['learned'][number];
const level = ({ name, to }: Scored) => `${name}（${percent(to)}）`;
const rise = ({ name, from, to }: Scored) =>
	from === null ? level({ name, from, to }) : `${name}（${percent(from)} → ${percent(to)}）`;

export const explainChinese: typeof explainEnglish = {
	why: {
		...explainManifestChinese.topics.why,
		traces: '策略的依据',
		forgetting: '遗忘',
		forgettingHelp: '仅观察的文本不参与训练。模型遗忘它时，它的留出损失会上升。',
		details: '详情',
		arrows: '策略上次改变时的变动',
		moves: { up: '上升', down: '下降', same: '不变' },
		helped: '到目前为止有帮助吗？',
		helpedHelp:
			'本次训练与均匀混合的训练在同一种子、同一步的平均完全匹配。两边各只有一次训练，换一个种子差异可能相反。',
		better: (step, points) =>
			`在第 ${count(step)} 步，它的平均值比均匀混合高 ${points} 个百分点（1 个种子；重复后才能确定）。`,
		worse: (step, points) =>
			`在第 ${count(step)} 步，它的平均值比均匀混合低 ${points} 个百分点（1 个种子；重复后才能确定）。`,
		chance: (step, points, half) =>
			`在第 ${count(step)} 步难分高下：与均匀混合相差 ${points} 个百分点，而单凭偶然就有 ±${half}。`,
		noCommon: '还没有在同一步的评估。',
		noUniform: '没有保存这个实验和种子的、已完成的均匀混合训练：没有可对比的内容。',
		trainUniform: '在后台训练',
		uniformWaits: '本次训练暂停或结束后才能训练它。',
		uniform: (step, steps) => `均匀混合：第 ${count(step)} 步，共 ${count(steps)} 步`,
		forgot: {
			most: (skill, from, to) =>
				`${skill}：每 token 的损失 ${from} → ${to} nat。模型遗忘了它原来会的大部分内容。`,
			some: (skill, from, to) =>
				`${skill}：每 token 的损失 ${from} → ${to} nat。模型遗忘了它原来会的一部分内容。`,
		},
		kept: (skill, from, to) =>
			`${skill}：每 token 的损失 ${from} → ${to} nat。模型保住了它原来会的内容。`,
		beforeWhat: (steps, size, skills, policy) =>
			`共 ${count(steps)} 步，每步用 ${skills} 项技能的 ${size} 个样本；` +
			`每项技能用几个由“${policy}”决定。`,
		beforeBudget: (budget, steps) =>
			budget.kind === 'tokens'
				? `训练满 ${count(budget.tokens)} 个 token 时结束，最迟在这些步之后结束。`
				: budget.stopped === undefined
					? `训练步、探测和准备合计用满 ${duration(1000 * budget.seconds)} 时结束，` +
						`最迟在 ${count(steps)} 步之后结束。`
					: `在第 ${count(budget.stopped)} 步之后结束，` +
						`与之前一次预算为 ${duration(1000 * budget.seconds)} 的训练相同。`,
		beforeTest: (every) =>
			`先用每项技能测试基座模型，之后每 ${every} 步测试一次微调后的模型，题目从不参与训练。`,
		beforeTime: (milliseconds, each) =>
			`在这里大约需要 ${duration(milliseconds)}：这台设备上次每步用时 ` +
			`${each < 10 ? each.toFixed(1) : Math.round(each)} 毫秒。`,
		beforeTimeUnknown: '在这里要用多久，训练几步之后才知道。',
		beforeExpected: '链接带有预期结果：见“结果”。训练结束时，页面会把你的结果与它对比。',
		beforeDo: '按“训练”或空格键。任何内容都不会离开这台设备。',
	},
	results: {
		...explainManifestChinese.topics.results,
		versus: '与另一次训练相比',
		few: (prompts) => `n\u00A0=\u00A0${count(prompts)}`,
		fewHelp: '留出题这么少：多对一题，这个分数就会变很多。',
		noiseMark: '≈',
		noise: '在噪声范围内',
		noiseHelp: (points) => `留出题这么少，单凭偶然这个数字就会变动 ±${points} 个百分点（95%）。`,
		versusSeed: '（1 个种子；重复后才能确定）',
		remarks: {
			unfinished: (step, steps) =>
				`没有比较：另一次训练停在第 ${count(step)} 步，共 ${count(steps)} 步。请先把它训练到结束。`,
			noCommonStep: (step) => `还没有比较：另一次训练没有在第 ${count(step)} 步测试。`,
			otherSteps: (steps, ownSteps) =>
				`另一次训练了 ${count(steps)} 步，本次 ${count(ownSteps)} 步。`,
			otherSkills: (own, other) =>
				`没有比较平均和最差，因为两次训练的技能不同（${[
					...(own.length > 0 ? [`只在这里：${list(own)}`] : []),
					...(other.length > 0 ? [`只在那里：${list(other)}`] : []),
				].join('；')}）。`,
		},
		versusHelp:
			'本次训练比另一次高出的百分点。“在噪声范围内”：留出题这么少，单凭偶然就会有这样的差异。' +
			'“1 个种子”：两边各只有一次训练，换一个种子可能得到相反的差异。' +
			'两边各用 3 个种子重复：这里就会显示平均差异和它的 95% 区间。',
		oneSeedHelp:
			'两边各只有一次训练。换一个种子会抽到不同的批次，差异可能相反：先用 3 个种子重复，再下结论。',
		shown: (seeds) => `${seeds} 个种子`,
		repeat: '用 3 个种子重复',
		repeating: (seed, step, steps) => `种子 ${seed}：第 ${count(step)} 步，共 ${count(steps)} 步`,
		repeatFailed: '用另一个种子的重复没有完成。',
		seeds: (seeds) => `${seeds} 个种子的均值 ± 95% 区间`,
		oneRun: '一次训练，一个种子：换一个种子，这些数字会变动多少还不知道。',
	},
	samples: {
		...explainManifestChinese.topics.samples,
		none: '第一次评估之后才有回答样例。',
		step: (step) => `第 ${count(step)} 步`,
		right: '正确',
		wrong: '错误',
		expected: (text) => `应为 ${text}`,
		empty: '（空）',
	},
	best: {
		name: '最佳检查点',
		title: (step) => `最佳检查点：第 ${count(step)} 步。`,
		measures: { loss: '平均损失', exact: '平均完全匹配', worst: '最差技能的完全匹配' },
		skill: (name) => `${name} 的损失`,
		chosen: (measure, value) => `验证样本上的${measure}：${value}。`,
		scores: (average, worst) => `该次评估的留出样本上：平均 ${average}，最差 ${worst}。`,
		explain:
			'检查点按验证样本选出；验证样本既不参与训练，也不属于结果所用的留出样本，因此这一选择不会抬高留出成绩。' +
			'“试一试”也会询问这个检查点，“模型”可以保存它的权重。自己读取验证样本的策略（RAISE）见过这些样本。',
		optimistic:
			'本次训练就在验证样本上评估，检查点也按它们选出，所以成绩偏乐观：多次中最好的一次，在选出它的样本上总会显得更好。',
	},
	tryIt: {
		...explainManifestChinese.topics.tryIt,
		prompt: '提示',
		ask: '提问',
		base: '基座模型',
		best: (step) => `最佳检查点，第 ${count(step)} 步`,
		tuned: (step) =>
			step === 0 ? '微调后，第 0 步（还没有训练）' : `微调后，第 ${count(step)} 步`,
		old: (step) => `微调后的回答来自第 ${count(step)} 步。再问一次，即可用最新的权重。`,
		sampling: '采样',
		stop: '遇到这些文本之前停止，每行一个',
		cut: '…（达到长度上限而截断）',
		failed: '模型无法回答。',
		example: 'add 47+8=',
	},
	log: {
		title: '日志',
		help: '策略的说明和警告，各列在它首次出现的步。选择一条，把所有图表的光标移到那一步。',
		at: (step) => `第 ${count(step)} 步`,
		toStep: (step) => `把光标移到第 ${count(step)} 步`,
		warning: '警告',
		asOf: (step) => `截至第 ${count(step)} 步`,
	},
	curve: {
		title: '各步的变化',
		help:
			'每项技能的一个数值随训练步的变化。用来对比的数值画成虚线。竖线表示切换策略。' +
			'空白处策略没有报告这个数值。',
		what: '数值',
		against: '虚线',
		none: '曲线从策略的第二次报告开始。',
		chart: (label, text) => `${label}随训练步的变化。当前：${text}。`,
		table: (label) => `${label}随训练步的变化`,
	},
	matrix: {
		seen: '策略看到的',
		measured: '实际测量的',
		measuredTitle: '技能之间的迁移',
		entry: (row, column, value) => `${row} ← ${column}：${value}`,
		interval: (low, high) => `95% 区间 ${low} 到 ${high}`,
		notMeasured: '没有数字的技能对未经测量。',
		notThis:
			'用列的技能训练，使行的技能的损失降低多少（每 token 的 nat 数）。' +
			'这是之前用其他设置测量的；策略看不到它。',
		scale: (low, high) => `刻度从 ${low} 到 ${high}`,
	},
	influences: { figure: '影响' },
	law: {
		help:
			'圆圈是试训练。穿过圆点的线是规律：每个占比下的预测损失，其他技能按找到的混合的比例分配。' +
			'损失以每个词元的 nats 为单位，是各目标的平均值。',
		what: '横轴',
		prediction: '预测损失',
		predicted: '预测损失，nats',
		measured: '测得的损失，nats',
		share: (name: string) => `${name} 的占比`,
		trial: (number: number) => `试训练 ${count(number)}`,
		law: (share: string) => `占比 ${share} 时的规律`,
		equal: (loss: string) => `预测与测得相同：${loss}`,
		chart: (title: string, trials: number, found: string) =>
			`${title}：${count(trials)} 次试训练。${found}`,
		found: (share: string) => `在找到的混合中：${share}。`,
		agreement: (rank: string) => `预测与测得的损失的秩相关：${rank}。`,
	},
	picks: {
		...explainManifestChinese.topics.picks,
		wrong: '错误答案',
		wrongTitle: '训练样本中的错误答案',
		wrongHelp:
			'有些技能的部分答案被故意弄错。这是到这一步为止它们在训练样本中的比例。' +
			'随机选择会得到样本池中的比例。策略不知道哪些答案是错的。',
		wrongNow: (share) => `训练样本的 ${percent(share)}`,
		pool: (share) => `样本池的 ${percent(share)}`,
		wrongChart: (now, pool) => `训练样本中错误答案的比例：${now}；样本池中 ${pool}。`,
		batch: '本批次',
		soFar: '到目前为止',
		poolLine: '样本池',
		noneWrong: '这个样本池中没有已知错误的答案。',
		summary: (picks, distinct, pool) =>
			`选择了 ${count(picks)} 次，共 ${count(distinct)} 个不同的样本` +
			(pool > 0 ? `，样本池共 ${count(pool)} 个。` : '。'),
		table: '选中的样本',
		columns: {
			skill: '技能',
			row: '行',
			class: '类别',
			times: '次数',
			first: '首次',
			last: '末次',
			noisy: '答案',
		},
		columnHelp: {
			skill: '按技能排序',
			row: '按训练样本的行排序',
			class: '按最近一次选中时所属的类别排序',
			times: '按选中的次数排序',
			first: '按首次选中的步排序',
			last: '按末次选中的步排序',
			noisy: '按答案的对错排序',
		},
		open: (skill, row) => `显示 ${skill} 的第 ${count(row)} 个样本`,
		loading: '正在读取样本',
		gone: '它不在这里的行中。',
		page: (from, to, all) => `${count(from)}–${count(to)}，共 ${count(all)}`,
	},
	cost: {
		title: '开销',
		help:
			'全部数据是指按这个批次大小、按各技能样本数的比例把所有训练样本过一遍。' +
			'准备中试训练的更新也计入。测量需要时间，但不是更新。',
		updates: '更新次数',
		ofRun: '本次训练',
		ofPreparation: '准备',
		all: '合计',
		fullData: '全部数据，一轮',
		measured: '为准备而测量的样本',
		preparing: '准备用时',
		share: (share) => `全部数据的 ${percent(share, share < 0.1 ? 1 : 0)}`,
		startFull: '同时用全部数据训练',
		startFullHelp: (steps) =>
			`${count(steps)} 步，按样本数的比例，种子相同；结束时显示在本次训练的后面。`,
		showFull: '与全部数据的训练对比',
		compared: '全部数据的训练显示在后面。',
		training: (step, steps) => `全部数据：第 ${count(step)} 步，共 ${count(steps)} 步`,
		failed: { fullData: '全部数据的训练没有完成。', uniform: '均匀混合的训练没有完成。' },
	},
	files: {
		title: '本次训练的文件',
		help:
			'每一步的测量数据，供其他工具使用。JSON Lines：每步一个对象，用于 W&B 或 Trackio；' +
			'config 含有实验和它的链接，用于它们的 init()。CSV：每步一行，用于电子表格或 pandas。',
		jsonl: '指标，JSON Lines',
		csv: '指标，CSV',
		config: '配置，JSON',
		results: '结果图表',
		server: '在服务器上训练',
		serverHelp: '含有本次训练的占比、设置和训练样本的 zip，用于 LLaMA-Factory、Axolotl 和 TRL',
		failed: '无法生成文件。',
	},
	expected: {
		title: '与链接中的结果对比',
		about: (steps, device) =>
			`在 ${device} 上训练 ${count(steps)} 步后的预期结果；你的结果来自这台设备。`,
		expected: '预期',
		yours: '你的',
		otherSkills: '工作台上的实验使用其他技能：没有可对比的内容。',
		notYet: '训练到结束后，会对比两者。',
	},
	inWords: {
		sentence: (results, ended) => {
			const { learned, partly, barely, not, kept, worse, forgot } = results;
			const clauses = [
				...(learned.length > 0 ? [`学会了 ${list(learned.map(rise))}`] : []),
				...(partly.length > 0 ? [`部分学会了 ${list(partly.map(level))}`] : []),
				...(barely.length > 0 ? [`几乎没学会 ${list(barely.map(level))}`] : []),
				...(not.length > 0 ? [`没有学会 ${list(not.map(level))}`] : []),
				...(kept.length > 0 ? [`原来就会 ${list(kept.map(level))}`] : []),
				...(worse.length > 0 ? [`${list(worse.map(rise))} 变差了`] : []),
				...forgot.map(
					({ name, ratio, most }) =>
						`遗忘了${most ? '' : '一部分'} ${name}（损失 × ${Number(ratio.toPrecision(2))}）`,
				),
			];
			return `${ended ? '模型' : '到目前为止，模型'}${clauses.join('，')}。`;
		},
	},
	verdict: {
		bits: '逐位相同：每一步的损失和每次评估都一致。',
		within: '在容差内相同，但不是逐位相同。',
		different: '不相同。',
		tolerance: (nats, share, points) =>
			`容差：损失相差不超过 ${nats} nat 或其 ${share}，完全匹配相差不超过 ${points} 个百分点。`,
		noFigure: '显示的数字没有差异。',
		figure: (skill, figure, expected, yours) =>
			`${skill}：${figure}预期为 ${expected}，这里为 ${yours}`,
		figures: { loss: '损失', exact: '完全匹配' },
		more: (figures) => `另有 ${count(figures)} 个数字不同。`,
		why: '除数字之外的差异：',
		backend: (expected, yours) => `计算方式：那里是 ${expected}，这里是 ${yours}`,
		device: (expected, yours) => `图形适配器：那里是 ${expected}，这里是 ${yours}`,
		engine: (expected, yours) => `引擎：那里是版本 ${expected}，这里是 ${yours}`,
		steps: (expected, yours) => `训练的步数：那里是 ${expected}，这里是 ${yours}`,
		field: (field, expected, yours) => `${field}：那里是 ${expected}，这里是 ${yours}`,
		branching: (policies) =>
			`${list(policies)}：它们的选择取决于测量，所以一位之差就可能抽到不同的批次`,
		unknown:
			'没有记录到差异：实验、图形适配器和引擎都相同。驱动或浏览器的另一个版本可能算出不同的位',
		failed: '无法对比结果。',
	},
};
