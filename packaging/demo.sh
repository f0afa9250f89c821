#!/usr/bin/env bash
# The kiosk and its hub on any machine, with no hardware: installs what is
# missing, builds, makes the keys of an invented town, starts a hub, makes a
# simulated kiosk known to it, and publishes a procedure.
#
#   packaging/demo.sh                 with a screen: the kiosk, and a bench beside it;
#                                     without one: plays a visit of each procedure, and
#                                     leaves numbered pictures and the paper in ./out
#   packaging/demo.sh DIR             the pictures, in that folder, even with a screen
#   SIZE=1920x1080 packaging/demo.sh  another size (1080x1920, 1920x1080, 1280x800 …)
#
# Then the citizen calls an agent, by video and by telephone. At the end three things
# go wrong, no paper, no cable, no network: what the citizen sees, what the front desk
# sees, and what it does about it.
#
#   TALK=20s packaging/demo.sh DIR    measures the kiosk in that call by video, too
#
# In the middle of the first visit a new revision of its procedure is published:
# the visit keeps its own, the next one has the new one. What citizens hand in
# goes to the hub, encrypted, and is opened with the town's key.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

out=${1:-}
size=${SIZE:-}
[[ -z $size || $size =~ ^[0-9]{3,4}x[0-9]{3,4}$ ]] || die "SIZE is written 1080x1920, not $size"
town=04999 # the code of no commune
hub=$scratch/hub

build() {
	need_to_build
	say "Building (the first time takes a few minutes)."
	(cd "$root" && go build -o "$scratch/" ./cmd/kiosk ./cmd/kioskctl ./cmd/kioskhub) || die "it does not build"
	PATH=$scratch:$PATH
}

# quietly runs a command, and shows what it said only if it fails.
quietly() {
	"$@" >"$scratch/said" 2>&1 || {
		cat "$scratch/said"
		die "this did not work: $*"
	}
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
	local port
	while :; do
		port=$((20000 + RANDOM % 20000))
		answers "$port" || break
	done
	printf '%s' "$port"
}

# found_hub makes the keys of a publisher and of a town, and a hub that has them.
found_hub() {
	say "Making the keys of a town, and a hub."
	printf 'une phrase pour la demonstration\n' >"$scratch/phrase"
	quietly kioskctl keys new --town "$town" --passphrase-file "$scratch/phrase" "$scratch/keys"
	quietly kioskctl keys test --repo "$scratch/keys/repository" --town "$town" --passphrase-file "$scratch/phrase" \
		"$scratch/keys/7-agents/agents-1.age"
	quietly kioskhub init -host 127.0.0.1 "$hub"
	port=$(free_port)
	sed -i "s,^listen: .*,listen: \"127.0.0.1:$port\",; s,^address: .*,address: https://127.0.0.1:$port," "$hub/kioskhub.yaml"
	quietly kioskhub import -config "$hub/kioskhub.yaml" -online "$scratch/keys/hub/online.keys" "$scratch/keys/repository"
	password=$(kioskhub user -config "$hub/kioskhub.yaml" reset admin | grep -oE '[a-z0-9]{4}(-[a-z0-9]{4}){3}' | head -n 1)
	agent_password=$(kioskhub user -config "$hub/kioskhub.yaml" -role agent -town "$town" -name Dominique add agent |
		grep -oE '[a-z0-9]{4}(-[a-z0-9]{4}){3}' | head -n 1)
	open_desk
}

# open_desk lets kiosks call the agents of the town, by video and by telephone.
open_desk() {
	cat >>"$hub/kioskhub.yaml" <<-'EOF'
		desk:
		  services:
		    - id: accueil
		      names: {fr: "Accueil de la mairie", en: "Town hall front desk"}
		      hours: "24/7"
		      phone: "+33465710010"
		      overflow_to_phone: true
	EOF
}

start_hub() {
	kioskhub serve -config "$hub/kioskhub.yaml" >"$scratch/hub.log" 2>&1 &
	on_exit "kill $! 2>/dev/null"
	local tries
	for tries in $(seq 300); do
		if answers "$port"; then
			return
		fi
		sleep 0.1
	done
	cat "$scratch/hub.log"
	die "the hub does not answer after $tries tries"
}

sign_in() {
	kioskhub token -config "$hub/kioskhub.yaml" "$1" | kioskctl hub login "https://127.0.0.1:$port" --ca "$hub/tls/ca.pem"
}

publish() { quietly kioskctl pack push "$1" --town "$town" --key "$scratch/keys/5-town/c$town.key" --passphrase-file "$scratch/phrase" "${@:2}"; }

# enrol makes the kiosk known, with the code that the hub gives.
enrol() {
	say "Publishing a procedure, and making the kiosk known to the hub."
	quietly sign_in admin
	cp -r "$root/forms/packs/cantine" "$scratch/cantine"
	publish "$scratch/cantine"
	local code version
	version=$(sed -n 's/^version: //p' "$scratch/cantine/pack.yaml")
	quietly kioskctl pack rollout cantine "$version" --town "$town" --no-wait
	code=$(kioskctl kiosk code "Hall d’accueil" --town "$town" --group test | grep -oE '[0-9A-Z]{4}(-[0-9A-Z]{4}){5}')
	kioskctl enrol --hub "https://127.0.0.1:$port" --ca "$hub/tls/ca.pem" --data "$scratch/kiosk-data" "$code"
}

kiosk_here() { kiosk -sim -hub "https://127.0.0.1:$port" -ca "$hub/tls/ca.pem" -data "$scratch/kiosk-data" "$@"; }

# new_revision waits for the middle of the first visit, then publishes.
new_revision() {
	until grep -q midway "$scratch/kiosk.log"; do sleep 0.1; done
	sed -i 's/^version: .*/version: 9.0.0/' "$scratch/cantine/pack.yaml"
	sed -i '0,/^  title: .*/s//  title: Inscrire mon enfant à la cantine en 2027/' "$scratch/cantine/i18n/fr.yaml"
	publish "$scratch/cantine"
	kioskctl pack rollout cantine 9.0.0 --town "$town" >"$scratch/rollout.txt" 2>&1
}

play() {
	local folder=$1 news
	size=${size:-1080x1920}
	need_packages poppler-utils
	need_screen "$size"
	say "Playing a visit of each procedure at $size; a new revision comes in the middle of the first."
	: >"$scratch/kiosk.log"
	new_revision &
	news=$!
	on_exit "kill $news 2>/dev/null"
	answer_calls "$folder"
	kiosk_here -walk "$folder" -sip "sip:127.0.0.1:$sip_port" -calls video,voice ${TALK:+-talk "$TALK"} >"$scratch/kiosk.log" 2>&1 || {
		tail -n 40 "$scratch/kiosk.log"
		cat "$scratch/rollout.txt" "$scratch/agent.log"
		die "the visit did not come to its end"
	}
	wait "$news" || cat "$scratch/rollout.txt"
	wait "$agent" || {
		cat "$scratch/agent.log"
		die "the agent did not answer as he should"
	}
	grep -h figure "$scratch/kiosk.log" "$scratch/agent.log" || true
	cp "$scratch/rollout.txt" "$folder/hub-rollout.txt"
	read_inbox "$folder"
	fleet_pictures "$folder"
	say "What it left in $folder:"
	(cd "$folder" && find . -type f -not -name '.*' -printf '%P\n' | sort | sed 's/^/  /')
}

# own_folder DIR empties what an earlier run left, and nothing of anybody else.
own_folder() {
	mkdir -p "$1"
	[ -e "$1/.guichet-demo" ] || [ -z "$(ls -A "$1")" ] || die "$1 holds other files: name an empty folder, or remove it"
	rm -f "$1"/*.png "$1"/*.pdf "$1"/*.txt
	: >"$1/.guichet-demo"
}

# answer_calls starts an agent in a browser, who answers the video call, and a
# telephone that says back what it hears.
answer_calls() {
	need_packages chromium sip-tester
	local pictures
	pictures=$(cd "$1" && pwd)
	(cd "$root" && go test -c -o "$scratch/agent.test" ./kiosk/hub/desk/web) || die "it does not build"
	(cd "$root/kiosk/hub/desk/web" && GUICHET_HUB="https://127.0.0.1:$port" GUICHET_PASSWORD=$agent_password GUICHET_PICTURES=$pictures \
		GUICHET_TALK=${TALK:-} GUICHET_NEED_BROWSER=1 exec "$scratch/agent.test" -test.v -test.timeout 15m -test.run '^TestAgentOfADemo$') >"$scratch/agent.log" 2>&1 &
	agent=$!
	on_exit "kill $agent 2>/dev/null"
	sip_port=$(free_port)
	(cd "$scratch" && exec sipp -sn uas -rtp_echo -i 127.0.0.1 -mi 127.0.0.1 -p "$sip_port" -nostdin) >"$scratch/sipp.log" 2>&1 &
	on_exit "kill $! 2>/dev/null"
}

# read_inbox opens what came with the town's key, as an agent does.
read_inbox() {
	quietly sign_in agent
	kioskctl inbox list | tee "$1/hub-inbox.txt"
	quietly kioskctl inbox export --key "$scratch/keys/7-agents/agents-1.age" --passphrase-file "$scratch/phrase" --to "$scratch/inbox"
	local pdf n=0
	for pdf in "$scratch"/inbox/*.pdf; do
		n=$((n + 1))
		pdftoppm -png -r 80 -f 1 -singlefile "$pdf" "$1/hub-inbox-$n"
	done
}

# fleet_pictures signs in with a browser and takes pictures of the fleet page.
fleet_pictures() {
	need_packages chromium
	local pictures
	pictures=$(cd "$1" && pwd)
	(cd "$root" && GUICHET_HUB="https://127.0.0.1:$port" GUICHET_PASSWORD=$password GUICHET_PICTURES=$pictures \
		GUICHET_NEED_BROWSER=1 quietly go test -count=1 -run '^TestPicturesOfAHub$' ./kiosk/hub/page)
}

# Without a screen there is nothing but pictures.
[ -n "$out${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || out=./out
[ -z "$out" ] || own_folder "$out"
build
new_home
found_hub
start_hub
enrol
if [ -n "$out" ]; then
	play "$out"
else
	say "The fleet page is https://127.0.0.1:$port (login admin, password once: $password)."
	say "The agents' desk is https://127.0.0.1:$port/desk/ (login agent, password once: $agent_password)."
	say "Starting the kiosk. To leave it: Ctrl+C here."
	kiosk_here ${size:+-size "$size"}
fi
