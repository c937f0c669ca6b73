{#
    Add `why` to the entries that changed, and return the `origins` of report.json. Every relation is compared with the
    run that last built it for prod, its base; a parent counts as moved if its rows did since then. at: {entries:
    {unique id: entry}, parents before children; changed: {unique id: true}; links: from lineage_graph; baseline: from
    get_baseline; results: {unique id: row}}. Adds to `at`: own {unique id: from _own_cause}, moves {base: {unique id:
    {moved, origins}}}, sources {unique id: numbers of rows}. Reads only.
#}
{% macro trace_changes(run, at) %}
    {%- set wanted, known = dbt_wap.reached_nodes(at["changed"], at["links"]["parents"]), at["baseline"]["nodes"] -%}
    {%- do at.update({"own": {}, "moves": {}, "sources": {}, "rows_moved": none}) -%}
    {%- do at.update({"now": dbt_wap.get_fingerprints(run, "sources")}) -%}
    {%- for unique_id in at["changed"] if at["baseline"]["run_id"] -%}
        {%- do at["moves"].update({known.get(unique_id, at["baseline"])["run_id"]: {}}) -%}
    {%- endfor -%}
    {%- do at.update({"source_moves": dbt_wap._source_moves(at, wanted)}) -%}
    {%- for unique_id, entry in at["entries"].items() if unique_id in wanted or unique_id in at["changed"] -%}
        {%- if unique_id in at["changed"] or entry.get("same_content") is false -%}
            {%- do at["own"].update({unique_id: dbt_wap._own_cause(unique_id, entry, at)}) -%}
        {%- endif -%}
        {%- for base, moves in at["moves"].items() -%}
            {%- do moves.update({unique_id: dbt_wap._relation_move(unique_id, entry, base, at)}) -%}
        {%- endfor -%}
        {%- if unique_id in at["changed"] and entry["status"] != "missing" -%}
            {%- set own = at["own"][unique_id] -%}
            {%- do entry.update({"why": dict(own["why"], origins=(own["origins"].keys() | list)[:20])}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(dbt_wap._origins_of(at) if at["baseline"]["run_id"] else []) -%}
{% endmacro %}

{#
    Return why a relation changed: {why: without origins, origins: {unique id: true}, the nearest hundred, moved:
    [word]}.
#}
{% macro _own_cause(unique_id, entry, at) %}
    {%- set baseline, kinds = at["baseline"], at["links"]["kinds"] -%}
    {%- set known, words, parents, above = baseline["nodes"].get(unique_id), {}, [], {} -%}
    {%- set base = known["run_id"] if known else (baseline["run_id"] if entry["status"] == "added" else none) -%}
    {%- set moves = at["moves"].get(base, {}) -%}
    {%- for parent in at["links"]["parents"].get(unique_id, []) -%}
        {%- set move = moves[parent] if parent in moves else dbt_wap._outer_move(parent, base, at) -%}
        {%- set other = at["entries"].get(parent) -%}
        {%- set label = other["schema"] ~ "." ~ other["name"] if other else none -%}
        {%- set label = label or dbt_wap.node_label(parent, kinds[parent]) -%}
        {%- do parents.append({"id": parent, "label": label, "moved": move["moved"]}) -%}
        {%- do words.update({move["moved"]: true}) -%}
        {%- do above.update(move["origins"]) -%}
    {%- endfor -%}
    {%- set code = dbt_wap._code_changed(unique_id, entry, at, known) if baseline["run_id"] else none -%}
    {%- set moved = "code" in words or "data" in words -%}
    {%- set data = true if moved else (none if "unknown" in words or not base else false) -%}
    {%- set unexplained = not code and not moved and (code is none or data is false) -%}
    {%- set origins = {unique_id: true} if code or (unexplained and baseline["run_id"]) else {} -%}
    {%- do origins.update(above) -%}
    {%- for far in (origins.keys() | list)[100:] -%} {%- do origins.pop(far) -%} {%- endfor -%}
    {%- set why = {"code": code, "data": data, "parents": parents} -%}
    {%- do return({"why": why, "origins": origins, "moved": ["code" if code else "unknown"]}) -%}
{% endmacro %}

{#
    Return the files whose code changed since the relation was last built for prod, or none if that is unknown: of a
    relation that is new or removed, its own file. known: of the baseline, or none.
#}
{% macro _code_changed(unique_id, entry, at, known) %}
    {%- set row = at["results"].get(unique_id) -%}
    {%- set then = dbt_wap.parsed_json(known["code"]) if known else none -%}
    {%- set now = dbt_wap.parsed_json(row["code"]) if row else none -%}
    {%- if entry["status"] == "removed" and then -%} {%- do return([then.keys() | first]) -%} {%- endif -%}
    {%- if entry["status"] == "added" and now and not then -%}
        {%- do return([now.keys() | first]) -%}
    {%- endif -%}
    {%- if not then or not now -%} {%- do return(none) -%} {%- endif -%}
    {%- if then == now and none not in now.values() | list -%} {%- do return([]) -%} {%- endif -%}
    {%- set files, unknown = [], [] -%}
    {%- for file, hash in now.items() -%}
        {%- if file not in then or then[file] != hash -%} {%- do files.append(file) -%}
        {%- elif hash is none -%} {%- do unknown.append(file) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do files.extend(then.keys() | reject("in", now) | sort) -%}
    {%- do return(none if unknown and not files else files) -%}
{% endmacro %}

{# Return whether a parent without an entry moved since the base, as {moved, origins}: a source, or else unknown. #}
{% macro _outer_move(unique_id, base, at) %}
    {%- if not base -%} {%- do return({"moved": "unknown", "origins": {}}) -%} {%- endif -%}
    {%- set source = at["links"]["kinds"][unique_id] == "source" -%}
    {%- set moved = dbt_wap._source_moved(unique_id, base, at) if source else "unknown" -%}
    {%- set move = {"moved": moved, "origins": {} if moved == "no" else {unique_id: true}} -%}
    {%- do at["moves"].setdefault(base, {}).update({unique_id: move}) -%}
    {%- do return(move) -%}
{% endmacro %}

{# Return whether the rows of a source moved since the base read it: data, no or unknown. Keeps its numbers of rows. #}
{% macro _source_moved(unique_id, base, at) %}
    {%- set read = dbt_wap._source_reads(unique_id, base, at) -%}
    {%- if not read -%} {%- do return("unknown") -%} {%- endif -%}
    {%- do at["sources"].setdefault(
        unique_id, {"before": read["before"]["rows"], "after": read["after"]["rows"]}
    ) -%}
    {%- do return(at["source_moves"][base ~ " " ~ unique_id]) -%}
{% endmacro %}

{# Return a source as its base read it and as it is now, {relation, before, after}, or none if that is unknown. #}
{% macro _source_reads(unique_id, base, at) %}
    {%- set source = graph.sources[unique_id] -%}
    {%- if dbt_wap.is_in_files(source) -%} {%- do return(none) -%} {%- endif -%}
    {%- set place = dbt_wap.stored_place_of(source) -%}
    {%- set key = dbt_wap.relation_key(place["database"], place["schema"], place["name"]) -%}
    {%- set then, now = at["baseline"]["sources"].get(base, {}).get(key), at["now"].get(key) -%}
    {%- if not then or not now or not then["hash"] or not now["hash"] -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- do return({"relation": place, "before": then, "after": now}) -%}
{% endmacro %}

{#
    Return whether the sources moved that trace_changes looks at, as {"<base> <unique id>": data, no or unknown}, all
    asked for at once: those of changed relations since their base, and those of views since every base.
#}
{% macro _source_moves(at, wanted) %}
    {%- set asked, known = {}, at["baseline"]["nodes"] -%}
    {%- for unique_id, entry in at["entries"].items() if unique_id in wanted or unique_id in at["changed"] -%}
        {%- set bases = [known.get(unique_id, at["baseline"])["run_id"]] -%}
        {%- if entry["kind"] == "view" -%} {%- do bases.extend(at["moves"]) -%} {%- endif -%}
        {%- for parent in at["links"]["parents"].get(unique_id, []) if at["links"]["kinds"][parent] == "source" -%}
            {%- for base in bases if base -%}
                {%- set read = dbt_wap._source_reads(parent, base, at) -%}
                {%- if read -%} {%- do asked.update({base ~ " " ~ parent: read}) -%} {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(dbt_wap.table_movements(asked, dbt_wap.get_var("wap_profile_rows"))) -%}
{% endmacro %}

{# Return whether a relation moved since the base, as {moved, origins}, once its parents are known. #}
{% macro _relation_move(unique_id, entry, base, at) %}
    {%- set own, moved, origins = at["own"].get(unique_id), "no", {} -%}
    {%- if own and not dbt_wap._has_same_rows(entry) -%}
        {%- do return({"moved": "code" if own["why"]["code"] else "data", "origins": own["origins"]}) -%}
    {%- elif own -%}
    {%- elif entry["status"] in ["not_built", "missing"] -%}
        {%- set moved, origins = "unknown", {unique_id: true} -%}
    {%- elif entry["kind"] == "view" -%}
        {%- do return(dbt_wap._view_move(unique_id, base, at)) -%}
        {%- elif (at["baseline"]["nodes"].get(unique_id) or {"run_id": base})["run_id"] != base -%}
        {%- set moved = dbt_wap._moved_before(unique_id, entry, base, at) -%}
        {%- set origins = {} if moved == "no" else {unique_id: true} -%}
    {%- endif -%}
    {%- do return({"moved": moved, "origins": origins}) -%}
{% endmacro %}

{# Return true for a relation of which only the definition changed, not its rows or columns. Pure. #}
{% macro _has_same_rows(entry) %}
    {%- set columns, rows = entry["columns"], entry["rows"] -%}
    {%- if entry["status"] != "changed" or rows["added"] or rows["removed"] or rows["changed"] -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- set reshaped = columns["added"] or columns["removed"] or columns["retyped"] or columns["changed"] -%}
    {%- set unseen = entry["compared"] != "rows" or entry["unreadable"] or entry.get("same_content") is false -%}
    {%- do return(not reshaped and not unseen and not dbt_wap.count_moved_rows(entry["outside_filter"])) -%}
{% endmacro %}

{#
    Return whether a view that does not differ moved since the base, as {moved, origins}. Both sides of it read the
    sources as they are now, so it moved if a source did, directly or through other such views.
#}
{% macro _view_move(unique_id, base, at) %}
    {%- set words, origins, moves = {}, {}, at["moves"][base] -%}
    {%- for parent in at["links"]["parents"].get(unique_id, []) if parent not in at["own"] -%}
        {%- set move = moves[parent] if parent in moves else dbt_wap._outer_move(parent, base, at) -%}
        {%- do words.update({move["moved"]: true}) -%}
        {%- do origins.update(move["origins"]) -%}
    {%- endfor -%}
    {%- set moved = "data" if "data" in words or "code" in words else ("unknown" if "unknown" in words else "no") -%}
    {%- do return({"moved": moved, "origins": origins}) -%}
{% endmacro %}

{# Return whether runs after the base moved the rows of a relation that this run leaves: data, no or unknown. #}
{% macro _moved_before(unique_id, entry, base, at) %}
    {%- set order, built = at["baseline"]["order"], at["baseline"]["nodes"][unique_id]["run_id"] -%}
    {%- if order[built] < order[base] -%} {%- do return("no") -%} {%- endif -%}
    {%- if at["rows_moved"] is none -%}
        {%- do at.update({"rows_moved": dbt_wap.rows_moved_in(order.keys() | list)}) -%}
    {%- endif -%}
    {%- set key = dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]) -%}
    {%- set rows = at["rows_moved"].get(key, {}) -%}
    {%- for run_id in order if order[run_id] > order[base] and rows.get(run_id, 0) > 0 -%}
        {%- do return("data") -%}
    {%- endfor -%}
    {%- do return("no" if built in rows else "unknown") -%}
{% endmacro %}

{# Return the origins of all changes: those that are known first, then those that explain the most relations. #}
{% macro _origins_of(at) %}
    {%- set reaches, found, known, unknown = {}, [], [], [] -%}
    {%- for unique_id in at["changed"] -%}
        {%- for origin in at["own"].get(unique_id, {"origins": {}})["origins"] -%}
            {%- do reaches.update({origin: reaches.get(origin, 0) + 1}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for unique_id, count in reaches.items() -%}
        {%- do found.append(dbt_wap._origin(unique_id, count, at)) -%}
    {%- endfor -%}
    {%- for origin in found | sort(attribute="label") | sort(attribute="reaches", reverse=true) -%}
        {%- do (unknown if origin["moved"] == ["unknown"] else known).append(origin) -%}
    {%- endfor -%}
    {%- do return(known + unknown) -%}
{% endmacro %}

{# Return one origin. One that this run leaves as it is has the strongest word of all bases. #}
{% macro _origin(unique_id, count, at) %}
    {%- set entry, own, words = at["entries"].get(unique_id), at["own"].get(unique_id), {} -%}
    {%- for moves in at["moves"].values() if not own and unique_id in moves -%}
        {%- do words.update({moves[unique_id]["moved"]: true}) -%}
    {%- endfor -%}
    {%- set kind = at["links"]["kinds"].get(unique_id, unique_id.split(".")[0]) -%}
    {%- set sides = {"before": entry["rows"]["before"], "after": entry["rows"]["after"]} if entry else none -%}
    {%- do return(
        {
            "id": unique_id,
            "kind": kind,
            "label": entry["schema"] ~ "." ~ entry["name"] if entry else dbt_wap.node_label(unique_id, kind),
            "moved": own["moved"] if own else ["data" if "data" in words else "unknown"],
            "rows": at["sources"].get(unique_id, sides),
            "files": (own["why"]["code"] or []) if own else [],
            "reaches": count,
        }
    ) -%}
{% endmacro %}
