{#
    Return the graph of the project without what holds no data of its own: {kinds: {unique id: kind}, parents: {unique
    id: [unique id]}, children: the same in the other direction}. Ephemeral models, functions and the semantic models of
    metrics are passed through: their parents count as those of their children. Tests, analyses and hooks are left out.
    Pure: reads the graph.
#}
{% macro lineage_graph() %}
    {%- set kinds, inner, told = {}, {}, {} -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot"] -%}
        {%- set ephemeral = node.config.materialized == "ephemeral" -%}
        {%- do (inner if ephemeral else kinds).update({node.unique_id: node.resource_type | string}) -%}
        {%- do told.update({node.unique_id: node.depends_on.nodes or []}) -%}
    {%- endfor -%}
    {%- for unique_id in graph.sources -%} {%- do kinds.update({unique_id: "source"}) -%} {%- endfor -%}
    {%- for group, kind in [
        ("functions", "function"), ("exposures", "exposure"), ("metrics", "metric"), ("saved_queries", "saved_query"),
        ("semantic_models", "semantic_model"),
    ] -%}
        {%- for unique_id, node in (graph[group] or {}).items() -%}
            {%- do (inner if kind == "function" else kinds).update({unique_id: kind}) -%}
            {%- do told.update({unique_id: (node.depends_on or {}).get("nodes") or []}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for unique_id, above in told.items() if not unique_id.startswith("semantic_model.") -%}
        {%- for parent in above if parent.startswith("semantic_model.") and parent in kinds -%}
            {%- do inner.update({parent: kinds.pop(parent)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(dbt_wap._linked(kinds, dbt_wap._seen_parents(kinds, inner, told))) -%}
{% endmacro %}

{#
    Return {unique id: {parent: true}}, first for the nodes that are passed through, then for all others, with the
    parents of the former in their place. A node of a cycle gets no parents, so broken input ends too. Pure.
#}
{% macro _seen_parents(kinds, inner, told) %}
    {%- set found, left = {}, namespace(ids=[]) -%}
    {%- for group in [inner, kinds] -%}
        {%- set waiting = loop.first -%} {%- set left.ids = group.keys() | list -%}
        {%- for _ in range(inner | length + 1) if left.ids -%}
            {%- set later = [] -%}
            {%- for unique_id in left.ids -%}
                {%- set above, parents = told.get(unique_id, []), {} -%}
                {%- if waiting and above | select("in", inner) | reject("in", found) | list -%}
                    {%- do later.append(unique_id) -%}
                {%- else -%}
                    {%- for parent in above -%}
                        {%- do parents.update({parent: true} if parent in kinds else found.get(parent, {})) -%}
                    {%- endfor -%}
                    {%- do found.update({unique_id: parents}) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- set left.ids = later if later | length < left.ids | length else [] -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the graph of lineage_graph from the kinds and parents of its nodes. Pure. #}
{% macro _linked(kinds, above) %}
    {%- set parents, children = {}, {} -%}
    {%- for unique_id in kinds -%}
        {%- do parents.update({unique_id: above[unique_id].keys() | list}) -%}
        {%- do children.update({unique_id: []}) -%}
    {%- endfor -%}
    {%- for unique_id, ids in parents.items() -%}
        {%- for parent in ids -%} {%- do children[parent].append(unique_id) -%} {%- endfor -%}
    {%- endfor -%}
    {%- do return({"kinds": kinds, "parents": parents, "children": children}) -%}
{% endmacro %}
