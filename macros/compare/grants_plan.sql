{#
    Return how the grants on two sides of the pairs differ, as compare_grants returns it, with `revoked`: what was
    revoked from the candidate. pairs: [{database, and a name for each side}]. A side that does not exist has no grants.
    dbt decides about privileges in a model's `grants` config. Relations that `run` rebuilt and new schemas keep the
    grants of the build; everything else gets those of from_side. kept: {revoked, extra} of the run's report; default:
    read from it. Reads only.
#}
{% macro grants_plan(pairs, from_side, to_side, run=none, kept=none) %}
    {%- set found, moves = dbt_wap._grants_by_side(pairs, [from_side, to_side]), [] -%}
    {%- set before, after = dbt_wap.locate(pairs, from_side), dbt_wap.locate(pairs, to_side) -%}
    {%- for place in before -%}
        {%- do moves.append({"before": place, "after": after[loop.index0]}) -%}
    {%- endfor -%}
    {%- if run -%}
        {%- set kept = (dbt_wap.get_report(run) or {}).get("grants", {}) if kept is none else kept -%}
        {%- do found[from_side]["grants"].extend(dbt_wap.grants_to_keep(run, kept, pairs, from_side)) -%}
    {%- endif -%}
    {%- set rows = found[from_side]["grants"] + found[to_side]["grants"] -%}
    {%- set rebuilt, keys = [], dbt_wap.rebuilt_keys(run) if run and rows else [] -%}
    {%- set relations = dbt_wap.relations_of(pairs, to_side) if keys else [] -%}
    {%- for relation in relations if relation["key"] in keys -%}
        {%- set place = dbt_wap.locate([relation["pair"]], from_side)[0] -%}
        {%- do rebuilt.append(dbt_wap.relation_name(place["database"], place["schema"], relation["name"])) -%}
    {%- endfor -%}
    {%- set declared = dbt_wap._declared_grants(pairs, from_side) -%}
    {%- set plan = dbt_wap.compare_grants(found[from_side], found[to_side], moves, declared, rebuilt) -%}
    {%- do return(dict(plan, revoked=(kept or {}).get("revoked", []))) -%}
{% endmacro %}

{# Return {side: its grants, from list_grants}. Reads only. #}
{% macro _grants_by_side(pairs, sides) %}
    {%- set existing = dbt_wap.schema_keys_of(pairs) if pairs else [] -%}
    {%- set places, of_place, found = [], {}, {} -%}
    {%- for side in sides -%}
        {%- do found.update({side: {"grants": [], "owners": {}, "objects": {}}}) -%}
        {%- for place in dbt_wap.locate(pairs, side) -%}
            {%- if dbt_wap.schema_key(place["database"], place["schema"]) in existing -%}
                {%- do places.append(place) -%}
                {%- do of_place.update({dbt_wap.relation_name(place["database"], place["schema"]): side}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set all = dbt_wap.list_grants(places, dbt_wap.list_relations(places)) -%}
    {%- for row in all["grants"] -%}
        {%- do found[of_place[dbt_wap.relation_name(row["database"], row["schema"])]]["grants"].append(row) -%}
    {%- endfor -%}
    {%- for key, at in all["objects"].items() -%}
        {%- set mine = found[of_place[dbt_wap.relation_name(at["database"], at["schema"])]] -%}
        {%- do mine["objects"].update({key: at}) -%} {%- do mine["owners"].update({key: all["owners"][key]}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return what dbt's `grants` config decides: {relation_name on this side: [privileges]}. Pure. #}
{% macro _declared_grants(pairs, side) %}
    {%- set places, declared = {}, {} -%}
    {%- for pair in pairs -%}
        {%- do places.update({dbt_wap.place_key(pair, "prod"): dbt_wap.locate([pair], side)[0]}) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.config.grants and dbt_wap.is_relational(node) -%}
        {%- set prod = dbt_wap.prod_place_of(node) -%}
        {%- set place = places.get(dbt_wap.schema_key(prod["database"], prod["schema"])) -%}
        {%- if place -%}
            {%- set name = dbt_wap.relation_name(place["database"], place["schema"], prod["name"]) -%}
            {%- do declared.update({name: node.config.grants.keys() | list}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(declared) -%}
{% endmacro %}
