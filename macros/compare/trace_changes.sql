{#
    Add `why` to the entries that changed, and return the `origins` of report.json. Every relation is compared with the
    run that last built it for prod; a parent counts as moved if its rows did since then. at: {entries: {unique id:
    entry}, parents before children; changed: {unique id: true}; links: from lineage_graph; baseline: from get_baseline;
    results: {unique id: row}}, to which this adds what it finds. Reads only.
#}
{% macro trace_changes(run, at) %}
    {%- set wanted, known = dbt_wap.reached_nodes(at["changed"], at["links"]["parents"]), at["baseline"]["nodes"] -%}
    {%- do at.update({"own": {}, "moves": {}, "sources": {}, "rows_moved": none}) -%}
    {%- do at.update({"now": dbt_wap.get_fingerprints(run["run_id"], "sources")}) -%}
    {%- for unique_id in at["changed"] if at["baseline"]["run_id"] -%}
        {%- do at["moves"].update({known.get(unique_id, at["baseline"])["run_id"]: {}}) -%}
    {%- endfor -%}
    {%- for unique_id, entry in at["entries"].items() if unique_id in wanted or unique_id in at["changed"] -%}
        {%- if dbt_wap._has_moved(unique_id, entry, at) -%}
            {%- set own = dbt_wap._own_cause(unique_id, entry, at) -%}
            {%- do at["own"].update({unique_id: own}) -%}
            {%- if unique_id in at["changed"] and entry["status"] != "missing" -%}
                {%- do entry.update({"why": dict(own["why"], origins=(own["origins"].keys() | list)[:20])}) -%}
            {%- endif -%}
        {%- endif -%}
        {%- for base, moves in at["moves"].items() -%}
            {%- do moves.update({unique_id: dbt_wap._relation_move(unique_id, entry, base, at)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(dbt_wap._origins_of(at) if at["baseline"]["run_id"] else []) -%}
{% endmacro %}

{# Return true for a relation whose content differs from prod, also if only in ignored columns. Pure. #}
{% macro _has_moved(unique_id, entry, at) %}
    {%- do return(unique_id in at["changed"] or entry.get("same_content") is false) -%}
{% endmacro %}

{# Return why a relation changed: {why: without origins, origins: {unique id: true}, moved: [word]}. #}
{% macro _own_cause(unique_id, entry, at) %}
    {%- set first = at["baseline"]["run_id"] if entry["status"] == "added" else none -%}
    {%- set base = at["baseline"]["nodes"].get(unique_id, {}).get("run_id", first) -%}
    {%- set code, parents, words, origins, above = dbt_wap._code_changed(unique_id, entry, at), [], [], {}, {} -%}
    {%- for parent in at["links"]["parents"].get(unique_id, []) -%}
        {%- set kind = at["links"]["kinds"][parent] -%}
        {%- set move = dbt_wap._move_of(parent, kind, base, at) -%}
        {%- set label = dbt_wap.node_label(parent, kind, at["entries"].get(parent)) -%}
        {%- do parents.append({"id": parent, "label": label, "moved": move["moved"]}) -%}
        {%- do words.append(move["moved"]) -%}
        {%- do above.update(move["origins"]) -%}
    {%- endfor -%}
    {%- set data = true if "code" in words or "data" in words else (none if "unknown" in words else false) -%}
    {%- set unexplained = data is not true and (code is none or (not code and data is false)) -%}
    {%- if code or unexplained -%} {%- do origins.update({unique_id: true}) -%} {%- endif -%}
    {%- do origins.update(above) -%}
    {%- if not base and not code -%}
        {%- set data, origins = none, {unique_id: true} if at["baseline"]["run_id"] else {} -%}
    {%- endif -%}
    {%- set why = {"code": code, "data": data, "parents": parents} -%}
    {%- do return({"why": why, "origins": origins, "moved": ["code" if code else "unknown"]}) -%}
{% endmacro %}

{#
    Return the files whose code changed since the relation was last built for prod, or none if that is unknown: of a
    relation that is new or removed, its own file.
#}
{% macro _code_changed(unique_id, entry, at) %}
    {%- set then = at["baseline"]["nodes"].get(unique_id, {}).get("code") -%}
    {%- set now = dbt_wap.parsed_json(at["results"].get(unique_id, {}).get("code")) -%}
    {%- if not at["baseline"]["run_id"] -%} {%- do return(none) -%} {%- endif -%}
    {%- if entry["status"] == "removed" and then -%} {%- do return([then.keys() | first]) -%} {%- endif -%}
    {%- if entry["status"] == "added" and now and not then -%}
        {%- do return([now.keys() | first]) -%}
    {%- endif -%}
    {%- if not then or not now -%} {%- do return(none) -%} {%- endif -%}
    {%- set files, unknown = [], [] -%}
    {%- for file, hash in now.items() -%}
        {%- if file not in then or then[file] != hash -%} {%- do files.append(file) -%}
        {%- elif hash is none -%} {%- do unknown.append(file) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do files.extend(then.keys() | reject("in", now) | sort) -%}
    {%- do return(none if unknown and not files else files) -%}
{% endmacro %}

{# Return whether a parent moved since a run, as {moved: word, origins: {unique id: true}}. #}
{% macro _move_of(unique_id, kind, base, at) %}
    {%- if not base -%} {%- do return({"moved": "unknown", "origins": {}}) -%} {%- endif -%}
    {%- set moves = at["moves"].setdefault(base, {}) -%}
    {%- if unique_id not in moves -%}
        {%- set moved = dbt_wap._source_moved(unique_id, base, at) if kind == "source" else "unknown" -%}
        {%- do moves.update({unique_id: dbt_wap._move(moved, {unique_id: true})}) -%}
    {%- endif -%}
    {%- do return(moves[unique_id]) -%}
{% endmacro %}

{% macro _move(moved, origins) %}
    {%- do return({"moved": moved, "origins": {} if moved == "no" else origins}) -%}
{% endmacro %}

{# Return whether the rows of a source moved since a run read it: data, no or unknown. Keeps its numbers of rows. #}
{% macro _source_moved(unique_id, base, at) %}
    {%- set source = graph.sources[unique_id] -%}
    {%- if dbt_wap.is_in_files(source) -%} {%- do return("unknown") -%} {%- endif -%}
    {%- set place = dbt_wap.stored_place_of(source) -%}
    {%- set key = dbt_wap.relation_key(place["database"], place["schema"], place["name"]) -%}
    {%- set then, now = at["baseline"]["sources"].get(base, {}).get(key), at["now"].get(key) -%}
    {%- if not then or not now or not then["hash"] or not now["hash"] -%}
        {%- do return("unknown") -%}
    {%- endif -%}
    {%- do at["sources"].setdefault(unique_id, {"before": then["rows"], "after": now["rows"]}) -%}
    {%- set most = dbt_wap.get_var("wap_profile_rows") -%}
    {%- do return(dbt_wap.table_movement(place, then, now, most)) -%}
{% endmacro %}

{# Return whether a relation moved since a run, in the form of _move_of, once its parents are known. #}
{% macro _relation_move(unique_id, entry, base, at) %}
    {%- set itself = {unique_id: true} -%}
    {%- if unique_id in at["own"] -%}
        {%- if dbt_wap._has_same_rows(entry) -%} {%- do return(dbt_wap._move("no", {})) -%} {%- endif -%}
        {%- set own = at["own"][unique_id] -%}
        {%- do return(dbt_wap._move("code" if own["why"]["code"] else "data", own["origins"])) -%}
    {%- elif entry["status"] in ["not_built", "missing"] -%}
        {%- do return(dbt_wap._move("unknown", itself)) -%}
    {%- elif entry["kind"] == "view" -%} {%- do return(dbt_wap._view_move(unique_id, base, at)) -%}
    {%- endif -%}
    {%- do return(dbt_wap._move(dbt_wap._moved_before(unique_id, entry, base, at), itself)) -%}
{% endmacro %}

{# Return true for a relation of which only the definition changed, not its rows or columns. Pure. #}
{% macro _has_same_rows(entry) %}
    {%- set columns, rows = entry["columns"], entry["rows"] -%}
    {%- set counted = rows["added"] == 0 and rows["removed"] == 0 and not rows["changed"] -%}
    {%- set reshaped = columns["added"] or columns["removed"] or columns["retyped"] or columns["changed"] -%}
    {%- set told = entry["status"] == "changed" and entry["compared"] == "rows" and not entry["unreadable"] -%}
    {%- set inside = told and counted and not reshaped and entry.get("same_content", true) -%}
    {%- do return(inside and not dbt_wap.count_moved_rows(entry["outside_filter"])) -%}
{% endmacro %}

{#
    Return whether a view that does not differ moved since a run. Both sides of it read the sources as they are now, so
    it moved if a source did, directly or through other such views.
#}
{% macro _view_move(unique_id, base, at) %}
    {%- set words, origins = [], {} -%}
    {%- for parent in at["links"]["parents"].get(unique_id, []) if parent not in at["own"] -%}
        {%- set move = dbt_wap._move_of(parent, at["links"]["kinds"][parent], base, at) -%}
        {%- do words.append(move["moved"]) -%}
        {%- do origins.update(move["origins"]) -%}
    {%- endfor -%}
    {%- set moved = "data" if "data" in words or "code" in words else ("unknown" if "unknown" in words else "no") -%}
    {%- do return(dbt_wap._move(moved, origins)) -%}
{% endmacro %}

{# Return whether runs after a run moved the rows of a relation that this run does not change: data, no or unknown. #}
{% macro _moved_before(unique_id, entry, base, at) %}
    {%- set order, built = at["baseline"]["order"], at["baseline"]["nodes"].get(unique_id, {}).get("run_id") -%}
    {%- if not built or order[built] <= order[base] -%} {%- do return("no") -%} {%- endif -%}
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
    {%- set reaches, found = {}, [] -%}
    {%- for unique_id in at["changed"] -%}
        {%- for origin in at["own"].get(unique_id, {"origins": {}})["origins"] -%}
            {%- do reaches.update({origin: reaches.get(origin, 0) + 1}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for unique_id, count in reaches.items() -%}
        {%- set entry, own = at["entries"].get(unique_id), at["own"].get(unique_id) -%}
        {%- set kind = at["links"]["kinds"].get(unique_id, unique_id.split(".")[0]) -%}
        {%- set sides = {"before": entry["rows"]["before"], "after": entry["rows"]["after"]} if entry else none -%}
        {%- do found.append(
            {
                "id": unique_id,
                "kind": kind,
                "label": dbt_wap.node_label(unique_id, kind, entry),
                "moved": own["moved"] if own else [dbt_wap._word_of(unique_id, at)],
                "rows": at["sources"].get(unique_id, sides),
                "files": (own["why"]["code"] or []) if own else [],
                "reaches": count,
            }
        ) -%}
    {%- endfor -%}
    {%- set found = found | sort(attribute="label") | sort(attribute="reaches", reverse=true) -%}
    {%- set known, unknown = [], [] -%}
    {%- for each in found -%}
        {%- do (unknown if each["moved"] == ["unknown"] else known).append(each) -%}
    {%- endfor -%}
    {%- do return(known + unknown) -%}
{% endmacro %}

{# Return the strongest word for an origin that this run does not change: data, or unknown. #}
{% macro _word_of(unique_id, at) %}
    {%- for moves in at["moves"].values() if moves.get(unique_id, {}).get("moved") == "data" -%}
        {%- do return("data") -%}
    {%- endfor -%}
    {%- do return("unknown") -%}
{% endmacro %}
