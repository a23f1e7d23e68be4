// Notes what goes wrong in the page from here on, and what the browser kept of before.
if (!window.watched) {
  const watched = window.watched = { wrong: [] };
  addEventListener('error', (event) => watched.wrong.push(`error: ${event.message}`));
  addEventListener('unhandledrejection', (event) => watched.wrong.push(`rejection: ${event.reason}`));
  document.addEventListener('securitypolicyviolation', (event) => watched.wrong.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  if (typeof ReportingObserver === 'function') {
    new ReportingObserver((reports) => {
      for (const { type, body } of reports) watched.wrong.push(`${type}: ${body?.effectiveDirective} ${body?.blockedURL}`);
    }, { types: ['csp-violation'], buffered: true }).observe();
  }
}
