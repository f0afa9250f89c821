package session

import "sync"

// outgoing passes on what goes into a call, in order, on a goroutine of its
// own: nothing of a call may keep the session waiting.
type outgoing struct {
	mu   sync.Mutex
	jobs []func()
	busy bool
}

// do adds a job. A panic of what is called ends that job alone: it is not ours.
func (o *outgoing) do(job func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.jobs = append(o.jobs, job)
	if !o.busy {
		o.busy = true
		go o.run()
	}
}

func (o *outgoing) run() {
	for job, ok := o.next(); ok; job, ok = o.next() {
		alone(job)
	}
}

func (o *outgoing) next() (func(), bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.jobs) == 0 {
		o.busy, o.jobs = false, nil
		return nil, false
	}
	job := o.jobs[0]
	o.jobs[0] = nil // what was typed must not stay in the array
	o.jobs = o.jobs[1:]
	return job, true
}

// drop forgets what was not passed on.
func (o *outgoing) drop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	clear(o.jobs)
	o.jobs = nil
}

func alone(job func()) {
	defer func() { recover() }()
	job()
}
