/** Names of all request channels from the renderer to the broker, and of the one event channel back. */
export const CHANNELS = {
  appInfo: 'app:info',
  settingsGet: 'settings:get',
  settingsSet: 'settings:set',
  recentsList: 'recents:list',
  recentsClear: 'recents:clear',
  copyText: 'clipboard:copy',
  openPicked: 'document:open-picked',
  openDropped: 'document:open-dropped',
  openSample: 'document:open-sample',
  openRecent: 'document:open-recent',
  documentGet: 'document:get',
  documentClose: 'document:close',
  replayCancel: 'replay:cancel',
  replayRestart: 'replay:restart',
  anchorPicked: 'anchor:picked',
  anchorDropped: 'anchor:dropped',
  anchorSample: 'anchor:sample',
  anchorRemove: 'anchor:remove',
  rowsGet: 'rows:get',
  rowGet: 'row:get',
  stripGet: 'strip:get',
  faultNext: 'fault:next',
  queryStart: 'query:start',
  queryGet: 'query:get',
  queryCancel: 'query:cancel',
  fileText: 'file:text',
  trustGet: 'trust:get',
  trustImportPicked: 'trust:import-picked',
  trustImportDropped: 'trust:import-dropped',
  trustShippedLogs: 'trust:shipped-logs',
  trustRemove: 'trust:remove',
  trustExport: 'trust:export',
  custodyGet: 'custody:get',
  custodyExport: 'custody:export',
} as const;

export type Channel = (typeof CHANNELS)[keyof typeof CHANNELS];

/** The only channel on which the broker speaks first. */
export const EVENT_CHANNEL = 'bathyscope:event';
