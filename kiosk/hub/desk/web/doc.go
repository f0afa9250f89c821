// Package web is the agents' desk: the page with which somebody of the town hall
// answers a citizen at a kiosk, by picture, sound and text. It runs in a current
// Chromium or Firefox with nothing to install, in French.
//
//	GET  /desk/           the page, for who may answer
//	GET  /desk/vivant     services and figures of the day, asked for by the page now and then
//	POST /desk/present    a person is at the page: the session stays open
//	GET  /desk/static/    one style sheet, JavaScript modules as they were written
//
// The line, the calls and their signalling go over the WebSocket of package
// desk (/desk/calls, see [guichet/kiosk/call/wire]); media, text and papers go
// from browser to kiosk and never through here.
//
//	main.js      wires everything
//	hub.js       the WebSocket: comes back by itself, says Resume
//	media.js     camera and microphone of the agent, tried by trial.js
//	bureau.js    no call: duty, line.js, ring.js, awake.js, backs.js, day.js, there.js
//	call.js      one call: peer.js (WebRTC), files.js, quality.js
//	screen.js    what one sees of it: stage.js, talk.js, page.js, papers.js, still.js,
//	             pass.js, third.js
//	leaving.js   who leaves the page in a call is asked first
//	texts.js     every word, from texts/fr.yaml
//
// Whatever is personal is inside one element of the page, which is taken away
// with the call. What the browser keeps for longer: in sessionStorage the id of
// the call, so that a page loaded anew finds it again, and whether the agent is
// on duty; in localStorage which camera and microphone he chose.
package web
