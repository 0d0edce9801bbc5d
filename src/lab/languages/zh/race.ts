/** Chinese words of the race. */
import { count, points } from '#lab/page/words/format.ts';
import type { raceEnglish } from '#lab/features/race/words.en.ts';
import type { raceManifestEnglish } from '#lab/features/race/manifest.en.ts';

/** Shown before the page loads the feature. */
export const raceManifestChinese: typeof raceManifestEnglish = {
	topics: {
		race: {
			title: '竞赛',
			explain:
				'二到四种策略从相同的权重、随机种子和数据出发，轮流各训练一步。每条赛道都是一次普通的训练，' +
				'曲线与单独训练逐位相同。可以让一条赛道换策略或退出，其余的继续。',
		},
	},
};

export const raceChinese: typeof raceEnglish = {
	title: '竞赛',
	about:
		'二到四种策略从相同的权重出发，用相同的数据和随机种子训练，轮流各走一步，' +
		'因此曲线之间只差策略。按“开始”；任何时候都可以让一条赛道换策略或退出。',
	of: (steps, seed, skills) =>
		`工作台上的实验：${count(steps)} 步，随机种子 ${seed}，${skills} 项技能。`,
	controls: '竞赛控制',
	start: '▶ 开始',
	again: '▶ 再赛一次',
	resetTitle: '回到起点。已有的训练仍保存在“训练记录”中。',
	add: '添加赛道',
	copy: '复制链接',
	copyTitle: '打开这场竞赛的链接，可以直接开始',
	copied: '已复制。',
	notCopied: '未能复制：浏览器拒绝了。请改为复制页面地址。',
	step: (step, steps) => `第 ${count(step)} 步，共 ${count(steps)} 步`,
	progress: '竞赛进度',
	state: {
		ready: '竞赛尚未开始。',
		preparing: '正在测试基础模型。',
		paused: '竞赛已暂停。',
		ended: '竞赛结束。',
	},
	going: (step, steps, standing) =>
		`竞赛进行到第 ${count(step)} 步，共 ${count(steps)} 步。${standing}`,
	lanes: '赛道',
	lane: (lane, policy) => `赛道 ${lane}：${policy}`,
	policyOf: (lane) => `赛道 ${lane} 的策略`,
	rank: (rank) => `${rank}.`,
	rankTitle: '按最近一次评估的平均成绩排名',
	averageTitle: '答对的比例，各项技能平均（完全匹配）',
	worstTitle: '最差技能答对的比例（完全匹配）',
	ahead: (difference, policy) => `与 ${policy} 相差 ${points(difference)} 个百分点`,
	differences: (policy) => `平均值旁边：与 ${policy} 的差值，单位为百分点。`,
	mixTitle: '在混合中的占比',
	mixOf: (policy, shares) => `${policy} 的混合：${shares}。`,
	chart: (what, values) => `${what}：${values}。`,
	drop: (policy) => `让 ${policy} 退出`,
	dropTitle: '这条赛道到此为止，它的训练仍然保存。',
	remove: (policy) => `去掉 ${policy}`,
	switched: (policy, step) => `从第 ${count(step)} 步起：${policy}`,
	dropped: (step) => `在第 ${count(step)} 步退出，其余赛道继续。`,
	failed: (message) => `失败：${message}其余赛道继续。`,
	verdict: {
		above: (best, other, by) =>
			`在这个随机种子上，${best} 最终比 ${other} 高 ${by.toFixed(1)} 个百分点。`,
		level: (best, other) => `在这个随机种子上，${best} 与 ${other} 最终持平。`,
		last: (last, by, best) => `${last} 最后，比 ${best} 低 ${by.toFixed(1)} 个百分点。`,
		caveat: '只用一个随机种子，分不清是策略更好还是运气。用 3 个随机种子重复，才能知道更多。',
		noScore: '这里没有可以判断对错的技能：请在“训练记录”中比较损失。',
	},
	repeat: '用 3 个随机种子重复',
	repeatTitle: '用同样的赛道再加两个随机种子做一次对照研究。已完成的赛道直接计入，并报告成对差值。',
	keep: '保存为对照研究',
	keepTitle: '以这场竞赛的赛道为单元的对照研究，并附报告',
	studyTitle: (policies, seeds) => `竞赛：${policies}（${seeds} 个随机种子）`,
	studyAbout: '竞赛的赛道：权重、数据和随机种子相同，因此差值按随机种子成对计算。',
	runName: (policy, day) => `${policy} · ${day} 的竞赛`,
	cutOff: (step) => `一场竞赛在第 ${count(step)} 步中断。各赛道已保存，可以继续。`,
	open: '打开竞赛',
	cannot: {
		start: '无法开始竞赛：',
		go: '无法继续竞赛：',
		pause: '无法暂停竞赛：',
		switch: '无法切换这条赛道：',
		drop: '无法让这条赛道退出：',
		study: '无法建立对照研究：',
		read: '无法读取竞赛：',
	},
	kept: '已保存的训练都还在。',
};
