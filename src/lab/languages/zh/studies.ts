/** Chinese words of the studies' pages and of their reports. */
import { count, duration } from '#languages/format.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { CellFound, studiesEnglish } from '#lab/features/studies/words.en.ts';
import { reportChinese } from './report.ts';
import type { studiesManifestEnglish } from '#lab/features/studies/manifest.en.ts';

/** Shown before the page loads the feature. */
export const studiesManifestChinese: typeof studiesManifestEnglish = {
	topics: {
		studies: {
			title: '对照研究',
			explain:
				'把同一个实验训练多次，只改变要比较的内容：策略、随机种子、规模。每种组合是一个单元。' +
				'只有当差值的两个区间都不含 0 时，才认为两组不同。n 是一个数字背后的单元数或种子数。',
		},
	},
};

const scoreGap = ({ exact: [published, here], loss }: CellFound) =>
	published !== null && here !== null && published !== here
		? `发表 ${(100 * published).toFixed(1)}%，这里 ${(100 * here).toFixed(1)}%`
		: `损失：发表 ${loss[0].toPrecision(6)}，这里 ${loss[1].toPrecision(6)}`;

function originGap({ engines, backends, isSameExperiment }: CellFound): string {
	if (isSameExperiment === false) return '今天的默认值使研究成为另一个实验。';
	const [published, here] = engines;
	if (published !== here) return `发表的数字由引擎版本 ${published} 计算，这里是 ${here}。`;
	if (backends[0] !== backends[1])
		return `发表的单元在 ${backends[0]} 上训练，这里在 ${backends[1]} 上。`;
	return '引擎版本和后端都相同，所以原因是这台设备或它的线程。';
}

const cells = (n: number) => `${count(n)} 个单元`;

export const studiesChinese: typeof studiesEnglish = {
	files: {
		title: '这项研究的图表',
		inCsv: (measure, unit) => `${measure}（${unit === 'share' ? '比例' : 'nat'}）`,
		withN: (label, n) => `${label}（n ${n}）`,
		about: (title, finished) => `${title} · 已完成 ${cells(finished)}`,
	},
	studies: {
		...studiesManifestChinese.topics.studies,
		about:
			'对照研究把同一个实验训练多次，只改变策略、种子或规模。一次训练显示一条曲线；研究显示差异能否重现。',
		how: '每种组合是一个单元。这台设备依次训练各单元并保存每个结果：可以暂停、关闭页面，以后再继续。',
		start: '可以从这三项开始',
		starterMake: '预览',
		cellsOf: (n) => `${cells(n)}。`,
		new: '新建研究',
		file: '从文件…',
		list: '你的研究',
		none: '还没有研究。',
		refused: '无法打开研究。',
		cannotStart: '无法开始研究。',
		cannotDelete: '无法删除研究。',
		cannotRead: '无法读取研究。',
		cannotSave: '无法生成文件。',
		nothingLost: '已保存的数据没有改变。',
		state: { new: '未开始', running: '训练中', paused: '已暂停', cutOff: '已中断', done: '已完成' },
		listed: (done, of, failed) =>
			`${count(done)} / ${cells(of)}${failed > 0 ? `，${count(failed)} 个失败` : ''}`,
		play: '▶ 开始',
		pausing: '正在暂停…',
		progress: '已完成的单元',
		doneOf: (done, of) => `已完成 ${count(done)} / ${cells(of)}`,
		failedOf: (failed) => `${count(failed)} 个失败`,
		now: (cell, step, steps) => `当前：${cell}，第 ${count(step)} 步，共 ${count(steps)} 步`,
		nowDoing: (cell, doing) => `当前：${cell}。${doing}`,
		nowNext: (cell) => `下一个：${cell}`,
		nowSearch: (run, of) => `搜索的第 ${count(run)} 次训练，共 ${count(of)} 次`,
		deviceInUse:
			'已暂停：实验室一次只训练一个，现在正在进行另一次训练。等它完成后再继续；当前单元从最近的检查点接着训练。',
		deviceInUseNotice: (title) => `研究“${title}”已暂停：实验室一次只训练一个。`,
		cutOff: '已中断：训练时页面被关闭。没有丢失结果；当前单元从最近的检查点接着训练。',
		cutOffNotice: (title, done, of) =>
			`研究“${title}”在完成 ${count(done)} / ${cells(of)}后中断。没有丢失结果。`,
		stopped: (message) => `研究已停止：${message}`,
		pausesWorkbench: '开始研究会暂停工作台上的训练。',
		retryAll: (n) => (n === 1 ? '重试失败的单元' : `重试 ${count(n)} 个失败的单元`),
		retry: '重试',
		retryHelp: '失败的单元会从头重新训练。',
		confirmDelete: '连同结果一起删除？',
		copy: '以它为样板新建',
		keepRuns: '保留各单元的训练',
		keepRunsHelp:
			'每次训练连同曲线和权重留在训练记录中，会占用磁盘空间。' +
			'否则训练在保存结果后删除；重新训练该单元可以得到它。',
		save: '下载',
		files: {
			html: '报告，一个 HTML 文件',
			markdown: '表格，Markdown',
			latex: '表格存为 LaTeX（booktabs）',
			csv: '所有单元和技能，CSV',
			json: '研究、报告和结果，JSON',
			study: '只有研究，用于分享或无界面运行',
		},
		cells: {
			title: '单元',
			about: '每个单元是一次训练。选择一个查看详情，或在工作台打开。',
			measure: '显示',
			average: '平均完全匹配',
			worst: '最差技能',
			loss: '平均留出损失',
			seed: (seed) => `种子 ${seed}`,
			waiting: '等待中',
			queued: '还没有训练',
			failed: '失败',
			cut: (step) => `在第 ${count(step)} 步中断`,
			cutHelp: '它从最近的检查点继续，结果与没有中断时相同。',
			running: (share) => `${Math.round(100 * share)}%`,
			cell: (name, state) => `${name}：${state}`,
			done: (average, worst, time) =>
				`平均完全匹配 ${average}，最差技能 ${worst}。` + (time === null ? '' : `用时 ${time}。`),
			waits: (cell) => `它用“${cell}”的平均混合训练，所以排在那个单元之后。`,
			open: '在工作台打开',
			openHelp: '把这个单元的实验放到工作台上：在那里训练会得到相同的曲线。',
		},
		reference: '比较对象',
		shelf: {
			title: '已发表的研究',
			about: '指南中的研究，不用训练就可以查看。它们是只读的。',
			topics: {
				policies: '各种策略的比较',
				mos: '深入一种策略：MoS',
				mospec: 'MoSpec：以一项技能为目标',
				raise: 'RAISE，以及含错误答案的数据',
				blends: '通用文本、模型大小和轮数',
			},
			back: '返回',
			readOnly: (engines) =>
				`已发表的研究，只读：在下方选择一个单元可以重新训练。它由引擎版本 ${engines.join('、')} 计算；` +
				`本页是版本 ${engineVersion}。` +
				(engines.includes(engineVersion) ? '' : '不同版本的舍入不同，个别答案可能有差异。'),
			again: (study, cell) => `重做：${cell}（${study}）`,
			check: '重新训练并比较',
			checkHelp: '用这个单元的实验和种子单独训练一项研究，再逐项技能比较数字。',
			noSearch: '它的占比来自多次训练的搜索，所以不能单独训练这个单元。',
			training: '正在作为单独的研究训练。比较结果会显示在这里。',
			found: (found) =>
				found.isSame
					? `数字相同：全部 ${found.skills} 项技能的完全匹配和损失，六位数字一致。`
					: `不相同：差异最大的是 ${found.skill}，${scoreGap(found)}。${originGap(found)}`,
		},
		group: '分组方式',
		groupAll: '除种子外的全部因素',
		groupBy: (factor) => `只按${factor}`,
		groupBut: (factor) => `除${factor}外的全部因素`,
		form: {
			title: '新建研究',
			name: '标题',
			asks: '要回答的问题',
			asksHint: 'MoS 对最差的技能有帮助吗？',
			base: '实验',
			baseHelp: '所有单元共同的设置：技能、批次、评估。每个单元替换策略和种子。',
			baseIs: (skills, model, steps) =>
				`${count(skills)} 项技能，模型 ${model}，${count(steps)} 步`,
			takeWorkbench: '使用工作台上的实验',
			policies: '策略',
			policiesHelp: '每个策略都用每个种子训练。它的标签出现在表格和图表中。',
			label: '标签',
			policy: '策略',
			settings: '设置',
			addPolicy: '添加策略',
			remove: (label) => `移除 ${label}`,
			meanOf: '平均混合来自',
			seeds: '种子',
			seedsHelp: '数字或范围：1–5 或 1, 2, 7。三个能看出趋势；五个或更多才能区分策略。',
			models: '模型规模',
			modelsHelp: '都不选：实验自己的模型。',
			epochs: '轮数',
			epochsHelp: '所有训练数据用几遍，例如 0.5, 1, 2。它决定步数。',
			rates: '学习率',
			ratesHelp: '例如 0.001, 0.002。留空：实验自己的学习率。',
			shares: '领域的占比，%',
			sharesHelp:
				'领域技能和通用技能的各种混合，例如 0, 25, 50, 75, 100。每种混合是一个策略，也训练通用技能。',
			budget: '相同的预算',
			budgetHelp: '所有单元相同。报告会列出策略自己的测量和准备的开销；以秒计的预算包含这些开销。',
			budgets: { none: '实验的步数', updates: '更新次数', tokens: 'token 数', seconds: '秒数' },
			against: '比较对象',
			againstHelp: '其他策略与这些策略比较。都不选：第一个策略。',
			pilot: {
				title: '用预研究估计功效',
				help: '一项配对差异的离散程度相近的研究。它显示 Holm 校正后这些种子能检出多大的差异。',
				none: '没有预研究',
				effect: '要检出的差异，百分点或 nat',
				tooSmall: '它的单元中没有两个策略有两个相同的种子。',
				incomplete: '请给出至少两个种子、两个策略和大于 0 的差异。',
			},
			analysis: {
				title: '事先指定',
				about:
					'研究要检验的内容，在训练任何单元之前写入研究文件。报告只检验这些；其余差异都是探索性的。',
				outcome: '主要结果',
				outcomes: {
					none: '无：只作探索',
					average: '平均完全匹配',
					worst: '最差技能',
					target: '目标技能',
					domain: '领域技能',
					general: '通用技能',
					generalChange: '通用损失的变化',
					loss: '平均留出损失',
					best: '最佳检查点的平均分',
				},
				comparisons: '比较',
				comparisonsHelp:
					'所有策略与其中一个比较，或能回答问题的几对策略。比较越少，同样的种子能检出的差异越小。',
				allAgainst: (label) => `其余全部与 ${label} 比较`,
				pairs: '选定的配对',
				difference: '差异',
				minus: '减去',
				on: '在',
				shared: '主要结果',
				ownTarget: '该策略的目标技能',
				addPair: '添加一对',
				removePair: (pair) => `移除 ${pair}`,
				over: '先取平均',
				overHelp: '每个种子的差异先对这些因素取平均；否则它们的每个取值各是一项比较。',
				correction: '校正',
				correctionHelp: 'Holm 校正使所有比较中出现任何假阳性的概率低于 5%。',
				corrections: { holm: 'Holm 法', none: '不校正' },
				margin: '等效界值',
				marginHelp: '差异在 ± 此值以内视为等效，由两个单侧检验（TOST）证明。留空：不检验等效。',
				effect: '最小效应',
				effectHelp: '研究应能检出的差异。未定的比较会说明它需要多少种子。留空：等于界值。',
				loss: (skill) => `损失目标：${skill}`,
				average: '平均',
				lossHelp:
					'报告统计留出损失首次不高于此值（nat）所需的步数。填 reference 表示参照策略结束时的损失。留空：不统计。',
				losses: '各技能达到损失目标的步数',
				counted: (losses) => `还统计达到留出损失目标所需的步数：${losses}。`,
				stored: '写入研究文件的内容',
			},
			target: '目标技能',
			targetHelp: '报告会在平均和最差技能旁列出它的分数。',
			noTarget: '无',
			axes: '同时改变',
			compare: '比较',
			size: (n, steps) => `${cells(n)}，共 ${count(steps)} 步`,
			sizeSearch: (runs) => `，另外每条基准还有 ${count(runs)} 次搜索训练`,
			time: (milliseconds) => `在这里大约训练 ${duration(milliseconds)}`,
			timeUnknown: '在这里要用多久，第一个单元完成后才知道',
			source: '这项研究',
			make: '创建研究',
			needsTitle: '填写标题后即可创建。',
		},
	},
	report: {
		...reportChinese.titles,
		came: '结论',
		none: '还没有完成的单元。训练时结果会出现在这里。',
		more: (of) => `另有 ${count(of)} 条`,
		mind: '注意',
		scoresAbout: '圆点：n 个单元的均值。线：95% 自助法区间。小圆点：各个单元。',
		skills: '逐项技能',
		skillsAbout:
			'结束时的完全匹配；没有时为留出损失，单位是每个答案 token 的 nat 数。虚线：基座模型。',
		sharesAbout: '各策略要求的平均占比，带 95% 区间。虚线：等占比。',
		pairedDifferences: '差异，按种子配对',
		differencesAbout:
			'实心：有区别，两个区间（自助法和 Student t）都不含 0，Holm 校正后也成立。' +
			'空心：这项研究无法区分。线是自助法区间。',
		differencesTableAbout:
			'粗体：Holm 校正后有区别。t：Student t 区间。最后三个数是胜–平–负的配对数。',
		frontierAbout: '越靠右上越好。线是帕累托前沿：没有其他组在两方面都更好。',
		grids: '规模 × 轮数',
		gridsAbout: '颜色越深越好。n 个单元的均值。',
		costHelp:
			'n 个单元的均值；秒数是每次训练的用时。探测是策略在训练步之间的测量。“事先”是它在第一步之前的工作。',
		plannedAbout: (hasMargin) =>
			`实心：校正后有区别。线是 Student 95% 区间${hasMargin ? '；虚线：等效界限' : ''}。`,
		forestAbout: '按种子配对的差异，最好的在上，线是 Student 95% 区间。实心：Holm 校正后有区别。',
		stepsAbout: (reference) =>
			`步数比 ${reference} 少多少倍（虚线：相同），只算双方都在某次评估达到该损失的种子：` +
			'几何平均和 Student 95% 区间（至少 3 个种子）。没有达到的训练只计入“达到”和中位数。',
		stepsNote: (reached, median) => `达到 ${reached}，步数中位数 ${median}`,
		asTable: '显示为表格',
		difference: (label, against, within) => `${label} − ${against}${within ? `（${within}）` : ''}`,
		wins: '胜–平–负',
		worst: '最常见的最差技能',
		worstOf: (skill, times, of) => `${skill}（${of} 次中有 ${times} 次）`,
		lower: '越低越好',
		exact: '完全匹配',
		time: (seconds) => (seconds < 10 ? `${seconds.toFixed(1)} 秒` : duration(1000 * seconds)),
		madeBy: '由浏览器中的微调实验室 Skillet 制作。这个文件不需要网络连接。',
	},
};
