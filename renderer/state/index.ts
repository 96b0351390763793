export { actions } from './actions.ts';
export { type AppState, appState, SCREENS, type ScreenId, type ToolId, useAppState } from './app-state.ts';
export { connect } from './connect.ts';
export { trustActions } from './trust-actions.ts';
